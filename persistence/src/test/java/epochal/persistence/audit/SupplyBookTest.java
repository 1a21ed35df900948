package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import org.junit.jupiter.api.Test;

class SupplyBookTest {
  private static final Rao FIVE = Rao.of(5);
  private static final Message MESSAGE = new Message.Credit(FIVE, Message.Credit.Reason.TRANSFER);
  private final SupplyBook book = new SupplyBook();

  @Test
  void eachBlockHasWhatMovedUntilThen() {
    moved(0, Flow.mints(FIVE), Holdings.NONE, Holdings.NONE);
    moved(0, Flow.NONE, Holdings.NONE, Holdings.free(FIVE));
    moved(200, Flow.NONE, Holdings.staked(Rao.ZERO), Holdings.staked(FIVE));
    taken(200);
    moved(100, Flow.NONE, Holdings.free(FIVE), Holdings.NONE);
    sent(100);

    assertThat(book.at(0).free()).isEqualTo(FIVE);
    assertThat(book.at(99)).isEqualTo(book.at(0));
    assertThat(book.at(100).inFlight()).isEqualTo(FIVE);
    assertThat(book.at(200).staked()).isEqualTo(FIVE);
    assertThat(book.at(1_000)).isEqualTo(book.total());
    assertThat(book.at(99).free()).as("going back").isEqualTo(FIVE);
    book.balance();
  }

  @Test
  void whatIsWrittenDownLaterUnderAnEarlierBlockCounts() {
    moved(3, Flow.mints(FIVE), Holdings.NONE, Holdings.NONE);
    assertThat(book.at(3).minted()).isEqualTo(FIVE);

    moved(1, Flow.mints(FIVE), Holdings.NONE, Holdings.NONE);
    assertThat(book.at(3).minted()).isEqualTo(Rao.of(10));
  }

  @Test
  void aBlockThatDoesNotBalanceIsNamed() {
    moved(3, Flow.mints(FIVE), Holdings.NONE, Holdings.NONE);
    moved(4, Flow.NONE, Holdings.NONE, Holdings.free(FIVE));

    assertThatThrownBy(book::balance)
        .isInstanceOfSatisfying(
            Diverged.class,
            e -> {
              assertThat(e.divergence().block()).isEqualTo(3);
              assertThat(e.divergence().field()).isEqualTo("supply");
            });
  }

  @Test
  void aTermThatIsNegativeAtABlockIsNamed() {
    taken(2);
    sent(6);

    assertThatThrownBy(book::balance)
        .isInstanceOfSatisfying(
            Diverged.class, e -> assertThat(e.divergence().block()).isEqualTo(2));
  }

  private void moved(long block, Flow flow, Holdings held, Holdings holds) {
    var changes = new SupplyChanges();
    changes.moved(1, block, flow, held, holds);
    book.add(changes);
  }

  private void sent(long block) {
    var changes = new SupplyChanges();
    changes.sent(1, block, MESSAGE);
    book.add(changes);
  }

  private void taken(long block) {
    var changes = new SupplyChanges();
    changes.taken(1, block, MESSAGE);
    book.add(changes);
  }
}
