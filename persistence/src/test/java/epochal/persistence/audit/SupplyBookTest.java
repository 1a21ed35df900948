package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Holdings;
import epochal.ledger.money.Rao;
import org.junit.jupiter.api.Test;

class SupplyBookTest {
  private static final Rao FIVE = Rao.of(5);
  private final SupplyBook book = new SupplyBook();

  @Test
  void eachBlockHasWhatMovedUntilThen() {
    book.minted(0, FIVE);
    book.held(0, Holdings.NONE, Holdings.free(FIVE));
    book.held(200, Holdings.staked(Rao.ZERO), Holdings.staked(FIVE));
    book.taken(200, FIVE);
    book.held(100, Holdings.free(FIVE), Holdings.NONE);
    book.sent(100, FIVE);

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
    book.minted(3, FIVE);
    assertThat(book.at(3).minted()).isEqualTo(FIVE);

    book.minted(1, FIVE);
    assertThat(book.at(3).minted()).isEqualTo(Rao.of(10));
  }

  @Test
  void aBlockThatDoesNotBalanceIsNamed() {
    book.minted(3, FIVE);
    book.held(4, Holdings.NONE, Holdings.free(FIVE));

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
    book.taken(2, FIVE);
    book.sent(6, FIVE);

    assertThatThrownBy(book::balance)
        .isInstanceOfSatisfying(
            Diverged.class, e -> assertThat(e.divergence().block()).isEqualTo(2));
  }
}
