package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.CAROL;
import static epochal.ledger.validator.Validators.ONE;
import static epochal.ledger.validator.Validators.delegate;
import static epochal.ledger.validator.Validators.owned;
import static epochal.ledger.validator.Validators.stake;
import static epochal.ledger.validator.Validators.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Keys;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand.Stake;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Spec 02 §7.2. */
class PayoutTest {
  private static final EntityId EPOCHS = EntityId.emission(ONE);

  private static Message.Reward reward(long server, long validator) {
    return new Message.Reward(ONE, Rao.of(server), Rao.of(validator));
  }

  @Test
  void the_worked_example_of_the_specification_comes_out_to_the_rao() {
    var outcome =
        delegate(stake(ALICE, 300), stake(BOB, 333), stake(CAROL, 367))
            .whenReceived(EPOCHS, reward(5, 1_000_000_007))
            .thenEvents(
                new ValidatorEvent.RewardPaid(
                    ONE,
                    Rao.of(5),
                    Rao.of(1_000_000_007),
                    Rao.of(179_995_423),
                    List.of(
                        stake(ALICE, 246_001_375),
                        stake(BOB, 273_061_526),
                        stake(CAROL, 300_941_682)),
                    Rao.of(1)))
            .thenSends();
    assertThat(outcome.state().stakeOf(ALICE))
        .isEqualTo(Rao.of(300 + 246_001_375 + 179_995_423 + 1 + 5));
    assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(333 + 273_061_526));
    assertThat(outcome.state().stakeOf(CAROL)).isEqualTo(Rao.of(367 + 300_941_682));
    assertThat(outcome.state().total()).isEqualTo(Rao.of(1_000 + 1_000_000_007 + 5));
  }

  @Test
  void a_hotkey_that_is_no_delegate_leaves_everything_to_its_owner() {
    var outcome = owned(stake(ALICE, 10), stake(BOB, 90)).whenReceived(EPOCHS, reward(30, 70));
    assertThat(outcome.state().stakeOf(ALICE)).isEqualTo(Rao.of(110));
    assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(90));
  }

  @Test
  void what_mining_earned_is_never_shared() {
    var outcome = delegate(stake(BOB, 90)).whenReceived(EPOCHS, reward(1_000, 0));
    assertThat(outcome.state().stakeOf(ALICE)).isEqualTo(Rao.of(1_000));
    assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(90));
  }

  @Test
  void without_any_stake_the_owner_has_it_all() {
    var outcome = delegate().whenReceived(EPOCHS, reward(1, 1_000));
    assertThat(outcome.state().stakeOf(ALICE)).isEqualTo(Rao.of(1_001));
  }

  @Test
  void a_hotkey_without_an_owner_sends_its_reward_back() {
    var outcome = unknown().whenReceived(EPOCHS, reward(1, 2));
    assertThat(outcome.sends())
        .singleElement()
        .satisfies(sent -> assertThat(sent.message().value()).isEqualTo(Rao.of(3)));
  }

  @Property(tries = 500)
  void take_shares_dust_and_servers_part_are_the_reward(
      @ForAll @IntRange(max = 65_535) int take,
      @ForAll @Size(max = 8) List<@LongRange(min = 1, max = 21_000_000_000_000_000L) Long> stakes,
      @ForAll @LongRange(max = 1_000_000_000_000L) long server,
      @ForAll @LongRange(max = 1_000_000_000_000L) long validator) {
    var all = new ArrayList<Stake>();
    for (int i = 0; i < stakes.size(); i++) {
      all.add(stake(Keys.coldkey(i + 1), stakes.get(i)));
    }
    var outcome =
        delegate(all.toArray(Stake[]::new))
            .happened(0, new ValidatorEvent.TakeChanged(take))
            .whenReceived(EPOCHS, reward(server, validator));

    var paid = (ValidatorEvent.RewardPaid) outcome.events().get(0);
    Rao sum = paid.take().plus(paid.dust()).plus(paid.server());
    for (Stake share : paid.shares()) {
      sum = sum.plus(share.amount());
    }
    assertThat(sum).isEqualTo(Rao.of(server + validator));
    assertThat(paid.dust().amount())
        .as("each share loses less than a rao and a half")
        .isLessThanOrEqualTo(stakes.isEmpty() ? validator : 2L * stakes.size());
    for (int i = 1; i < stakes.size(); i++) {
      assertThat(outcome.state().stakeOf(Keys.coldkey(i + 1)).amount())
          .isGreaterThanOrEqualTo(stakes.get(i));
    }
  }
}
