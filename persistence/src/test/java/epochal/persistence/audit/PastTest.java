package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorState;
import epochal.subnets.Aggregates;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

class PastTest {
  private static final EntityId HOTKEY = EntityId.validator(TinyNetwork.VALIDATOR);
  private static final EntityId EPOCHS = EntityId.emission(Netuid.of(1));
  private final Past past = new Past();
  private Entity<?> now = new Aggregates(TinyNetwork.PARAMETERS).of(HOTKEY).initial(HOTKEY);

  @Test
  void aStakeIsKnownAsOfEverySequence() {
    past.begins(EPOCHS, 1);
    stakes(10);

    assertThat(past.stake(now, 0)).isEqualTo(Rao.ZERO);
    assertThat(past.stake(now, 4)).isEqualTo(Rao.of(4));
    assertThat(past.stake(now, 10)).isEqualTo(Rao.of(10));
    assertThat(past.stake(now, 11)).isNull();
    assertThat(past.stake(now, -1)).isNull();
    assertThat(past.lowestStake(now)).isEqualTo(Rao.ZERO);
  }

  @Test
  void whatAnEpochMayStillNameIsKept() {
    past.begins(EPOCHS, 1);
    stakes(2 * Past.MARGIN);

    assertThat(past.stake(now, 3)).isEqualTo(Rao.of(3));
  }

  @Test
  void whatNoEpochCanNameIsDropped() {
    past.begins(EPOCHS, 1);
    stakes(Past.MARGIN);
    past.ends(EPOCHS);
    stakes(Past.MARGIN);

    assertThat(past.stake(now, 3)).isNull();
    assertThat(past.stake(now, Past.MARGIN + 5)).isEqualTo(Rao.of(Past.MARGIN + 5));
  }

  /** As many records more, each with one rao of stake more. */
  private void stakes(int count) {
    for (int i = 0; i < count; i++) {
      long sequence = now.sequence() + 1;
      var before = (ValidatorState) now.state();
      var state =
          new ValidatorState(
              before.hotkey(),
              null,
              null,
              false,
              0,
              TreePMap.empty(),
              Rao.of(sequence),
              before.seats(),
              TreePMap.empty());
      var after = new Entity<>(HOTKEY, sequence, 0, state, now.lanes(), now.recent());
      past.moved(now, after, sequence);
      now = after;
    }
  }
}
