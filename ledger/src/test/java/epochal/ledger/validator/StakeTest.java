package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.CAROL;
import static epochal.ledger.validator.Validators.delegate;
import static epochal.ledger.validator.Validators.owned;
import static epochal.ledger.validator.Validators.stake;
import static epochal.ledger.validator.Validators.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Message.Credit;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 05 §1.3 to §1.5 from the hotkey's side: the same answer beforehand and on arrival. */
class StakeTest {

  private static Message deposit(AccountId coldkey, long amount) {
    return new Message.StakeDeposit(coldkey, Rao.of(amount));
  }

  private static Message withdrawal(AccountId coldkey, long amount) {
    return new Message.StakeWithdrawal(coldkey, Rao.of(amount));
  }

  private static NetworkParameters minimum(long rao, int operations) {
    var network = new ClassicNetwork();
    network.nominatorMinimum = Rao.of(rao);
    network.stakesPerInterval = operations;
    return network.build();
  }

  /** Asks and sends: refused with this code both times, or taken both times. */
  static void answers(
      Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> before,
      AccountId coldkey,
      Message message,
      @Nullable RejectionCode code) {
    var refusal = ((Fact.Admission) before.whenAsked(new Query.Admissible(message))).refusal();
    assertThat(refusal == null ? null : refusal.code()).isEqualTo(code);
    EntityId from = EntityId.account(coldkey);
    var outcome = before.whenReceived(from, message);
    if (code != null) {
      assertThat(outcome.state()).isEqualTo(before.state());
      assertThat(outcome.sends())
          .singleElement()
          .satisfies(
              sent -> {
                assertThat(sent.to()).isEqualTo(from);
                assertThat(sent.message())
                    .isInstanceOfSatisfying(
                        Message.Refusal.class,
                        sentBack -> {
                          assertThat(sentBack.refused()).isEqualTo(message);
                          assertThat(sentBack.code()).isEqualTo(code.name());
                        });
              });
    } else {
      assertThat(outcome.events().get(0)).isNotInstanceOf(ValidatorEvent.MessageRefused.class);
    }
  }

  @Nested
  class A_deposit {
    @Test
    void becomes_the_coldkeys_stake() {
      var outcome =
          delegate(stake(BOB, 5))
              .whenReceived(EntityId.account(BOB), deposit(BOB, 7))
              .thenEvents(new ValidatorEvent.StakeAdded(BOB, Rao.of(7)))
              .thenSends();
      assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(12));
      assertThat(outcome.state().total()).isEqualTo(Rao.of(12));
    }

    @Test
    void on_an_unknown_hotkey_is_refused_and_makes_nobody_its_owner() {
      answers(unknown(), ALICE, deposit(ALICE, 7), RejectionCode.HotKeyAccountNotExists);
    }

    @Test
    void of_anyone_is_taken_only_by_a_delegate() {
      answers(owned(), BOB, deposit(BOB, 7), RejectionCode.HotKeyNotDelegateAndSignerNotOwnHotKey);
      answers(owned(), ALICE, deposit(ALICE, 7), null);
      answers(delegate(), BOB, deposit(BOB, 7), null);
    }

    @Test
    void that_leaves_a_nominator_below_the_minimum_is_refused() {
      var network = minimum(100, 1);
      answers(
          delegate(network), BOB, deposit(BOB, 99), RejectionCode.NomStakeBelowMinimumThreshold);
      answers(delegate(network), BOB, deposit(BOB, 100), null);
      answers(delegate(network, stake(BOB, 60)), BOB, deposit(BOB, 40), null);
    }

    @Test
    void of_the_owner_has_no_minimum() {
      answers(delegate(minimum(100, 1)), ALICE, deposit(ALICE, 1), null);
      answers(delegate(minimum(100, 1)), ALICE, deposit(ALICE, 0), null);
    }

    @Test
    void too_soon_is_told_before_the_minimum() {
      var before =
          delegate(minimum(100, 1), stake(BOB, 100))
              .happened(1_000, new ValidatorEvent.StakeRemoved(BOB, Rao.of(99), Rao.of(1)))
              .at(1_001);
      answers(before, BOB, deposit(BOB, 1), RejectionCode.StakeRateLimitExceeded);
    }

    @Test
    void by_a_stranger_is_told_before_too_soon() {
      var before = owned().happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5))).at(1_001);
      answers(before, BOB, deposit(BOB, 1), RejectionCode.HotKeyNotDelegateAndSignerNotOwnHotKey);
    }
  }

  @Nested
  class A_withdrawal {
    @Test
    void is_credited_at_once() {
      var outcome =
          delegate(stake(BOB, 50))
              .whenReceived(EntityId.account(BOB), withdrawal(BOB, 20))
              .thenEvents(new ValidatorEvent.StakeRemoved(BOB, Rao.of(20), Rao.ZERO))
              .thenSends(EntityId.account(BOB), new Credit(Rao.of(20), Credit.Reason.UNSTAKED));
      assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(30));
    }

    @Test
    void may_take_everything() {
      var outcome =
          delegate(stake(BOB, 50)).whenReceived(EntityId.account(BOB), withdrawal(BOB, 50));
      assertThat(outcome.state().stakes()).doesNotContainKey(BOB);
    }

    @Test
    void that_leaves_a_nominator_below_the_minimum_pays_out_the_rest_too() {
      delegate(minimum(100, 1), stake(BOB, 150))
          .whenReceived(EntityId.account(BOB), withdrawal(BOB, 51))
          .thenEvents(new ValidatorEvent.StakeRemoved(BOB, Rao.of(51), Rao.of(99)))
          .thenSends(EntityId.account(BOB), new Credit(Rao.of(150), Credit.Reason.UNSTAKED));
      delegate(minimum(100, 1), stake(BOB, 150))
          .whenReceived(EntityId.account(BOB), withdrawal(BOB, 50))
          .thenEvents(new ValidatorEvent.StakeRemoved(BOB, Rao.of(50), Rao.ZERO));
    }

    @Test
    void leaves_the_owner_whatever_stays() {
      delegate(minimum(100, 1), stake(ALICE, 150))
          .whenReceived(EntityId.account(ALICE), withdrawal(ALICE, 149))
          .thenEvents(new ValidatorEvent.StakeRemoved(ALICE, Rao.of(149), Rao.ZERO));
    }

    @Test
    void is_refused_in_the_specified_order() {
      answers(unknown(), BOB, withdrawal(BOB, 0), RejectionCode.HotKeyAccountNotExists);
      answers(
          owned(), BOB, withdrawal(BOB, 0), RejectionCode.HotKeyNotDelegateAndSignerNotOwnHotKey);
      var busy =
          delegate(stake(BOB, 5))
              .happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)))
              .at(1_001);
      answers(busy, BOB, withdrawal(BOB, 0), RejectionCode.StakeToWithdrawIsZero);
      answers(busy, BOB, withdrawal(BOB, 11), RejectionCode.NotEnoughStakeToWithdraw);
      answers(busy, BOB, withdrawal(BOB, 10), RejectionCode.UnstakeRateLimitExceeded);
      answers(busy.at(1_360), BOB, withdrawal(BOB, 10), null);
    }

    @Test
    void that_the_account_sends_back_is_stake_again() {
      var credit = new Credit(Rao.of(20), Credit.Reason.UNSTAKED);
      var outcome =
          delegate(stake(BOB, 30))
              .whenReceived(
                  EntityId.account(BOB), new Message.Refusal(credit, "BelowMinimum", "No."))
              .thenEvents(
                  new ValidatorEvent.PayoutReturned(BOB, Rao.of(20), "BelowMinimum", "No."));
      assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(50));
    }
  }

  @Nested
  class The_window {
    @Test
    void allows_one_operation_of_either_kind() {
      var added =
          delegate(stake(BOB, 5)).happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)));
      answers(added.at(1_359), BOB, deposit(BOB, 1), RejectionCode.StakeRateLimitExceeded);
      answers(added.at(1_359), BOB, withdrawal(BOB, 1), RejectionCode.UnstakeRateLimitExceeded);
      answers(added.at(1_360), BOB, deposit(BOB, 1), null);
      answers(added.at(1_360), BOB, withdrawal(BOB, 1), null);
    }

    @Test
    void is_each_coldkeys_own() {
      var added = delegate().happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)));
      answers(added.at(1_000), CAROL, deposit(CAROL, 1), null);
    }

    @Test
    void counts_up_to_the_target_and_begins_again_with_each_operation() {
      var two =
          delegate(minimum(0, 2))
              .happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)))
              .happened(1_300, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)));
      answers(two.at(1_360), BOB, deposit(BOB, 1), RejectionCode.StakeRateLimitExceeded);
      answers(two.at(1_659), BOB, deposit(BOB, 1), RejectionCode.StakeRateLimitExceeded);
      answers(two.at(1_660), BOB, deposit(BOB, 1), null);
    }

    @Test
    void that_has_passed_is_forgotten() {
      var later =
          delegate()
              .happened(1_000, new ValidatorEvent.StakeAdded(BOB, Rao.of(5)))
              .happened(1_360, new ValidatorEvent.StakeAdded(CAROL, Rao.of(5)));
      assertThat(later.state().operations()).containsOnlyKeys(CAROL);
    }
  }
}
