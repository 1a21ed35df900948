package epochal.ledger.account;

import static epochal.ledger.account.Accounts.WELCOME;
import static epochal.ledger.account.Accounts.refusing;
import static epochal.ledger.account.Accounts.withFree;
import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spec 05 §1 from the coldkey's side, with the rate limits of spec 01 §12. */
class StakingCommandTest {
  private static final EntityId VALIDATOR = EntityId.validator(HOT);

  private static AccountCommand addStake(long amount) {
    return new AccountCommand.AddStake(ALICE, HOT, Rao.of(amount));
  }

  @Nested
  class Adding_stake {
    @Test
    void the_hotkey_is_asked_whether_it_would_take_what_can_be_withdrawn() {
      withFree(10_000)
          .when(addStake(4_000))
          .thenAsks(
              VALIDATOR, new Query.Admissible(new Message.StakeDeposit(ALICE, Rao.of(4_000))));
      withFree(10_000)
          .when(addStake(10_000))
          .thenAsks(
              VALIDATOR, new Query.Admissible(new Message.StakeDeposit(ALICE, Rao.of(9_500))));
    }

    @Test
    void the_money_goes_to_the_hotkey() {
      var outcome =
          withFree(10_000)
              .fact(VALIDATOR, WELCOME)
              .when(addStake(4_000))
              .thenEvents(new AccountEvent.StakeSent(HOT, Rao.of(4_000)))
              .thenSends(VALIDATOR, new Message.StakeDeposit(ALICE, Rao.of(4_000)));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(6_000));
      assertThat(outcome.state().stakingHotkeys()).containsExactly(HOT);
    }

    @Test
    void staking_the_entire_balance_keeps_the_existential_deposit() {
      var outcome =
          withFree(10_000)
              .fact(VALIDATOR, WELCOME)
              .when(addStake(10_000))
              .thenEvents(new AccountEvent.StakeSent(HOT, Rao.of(9_500)));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(500));
    }

    @Test
    void a_balance_of_only_the_deposit_has_nothing_to_give() {
      withFree(500)
          .fact(VALIDATOR, WELCOME)
          .when(addStake(500))
          .thenRejected(RejectionCode.ZeroBalanceAfterWithdrawn);
    }

    @Test
    void more_than_the_balance_is_refused_before_the_hotkey_is_asked() {
      withFree(10_000).when(addStake(10_001)).thenRejected(RejectionCode.NotEnoughBalanceToStake);
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "HotKeyAccountNotExists",
          "HotKeyNotDelegateAndSignerNotOwnHotKey",
          "StakeRateLimitExceeded",
          "NomStakeBelowMinimumThreshold"
        })
    void the_hotkeys_refusal_comes_before_that_of_an_empty_withdrawal(RejectionCode code) {
      withFree(500).fact(VALIDATOR, refusing(code)).when(addStake(500)).thenRejected(code);
    }

    @Test
    void a_zero_amount_is_sent_too_and_counts_as_an_operation() {
      var outcome =
          withFree(10_000)
              .fact(VALIDATOR, WELCOME)
              .when(addStake(0))
              .thenSends(VALIDATOR, new Message.StakeDeposit(ALICE, Rao.ZERO));
      assertThat(outcome.state().lastTx()).isEqualTo(10);
      assertThat(outcome.state().stakingHotkeys()).isEmpty();
    }

    @Test
    void it_sets_the_coldkeys_last_operation() {
      var outcome = withFree(10_000).at(77).fact(VALIDATOR, WELCOME).when(addStake(1));
      assertThat(outcome.state().lastTx()).isEqualTo(77);
    }
  }

  @Nested
  class Removing_stake {
    private final AccountCommand remove = new AccountCommand.RemoveStake(ALICE, HOT, Rao.of(9));

    @Test
    void the_hotkey_is_asked_and_then_told() {
      var message = new Message.StakeWithdrawal(ALICE, Rao.of(9));
      withFree(1_000).when(remove).thenAsks(VALIDATOR, new Query.Admissible(message));
      withFree(1_000)
          .fact(VALIDATOR, WELCOME)
          .when(remove)
          .thenEvents(new AccountEvent.UnstakeRequested(HOT, Rao.of(9)))
          .thenSends(VALIDATOR, message);
    }

    @Test
    void it_needs_no_balance_at_all() {
      Accounts.nobody().fact(VALIDATOR, WELCOME).when(remove).events();
    }

    @Test
    void it_sets_the_coldkeys_last_operation() {
      var outcome = withFree(1_000).at(78).fact(VALIDATOR, WELCOME).when(remove);
      assertThat(outcome.state().lastTx()).isEqualTo(78);
    }

    @Test
    void the_hotkeys_refusal_is_the_answer() {
      withFree(1_000)
          .fact(VALIDATOR, refusing(RejectionCode.NotEnoughStakeToWithdraw))
          .when(remove)
          .thenRejected(RejectionCode.NotEnoughStakeToWithdraw);
    }
  }

  @Nested
  class Becoming_a_delegate {
    private final AccountCommand become = new AccountCommand.BecomeDelegate(ALICE, HOT);

    @Test
    void the_hotkey_is_asked_and_then_told() {
      withFree(1_000)
          .when(become)
          .thenAsks(VALIDATOR, new Query.Admissible(new Message.Delegation(ALICE)));
      var outcome =
          withFree(1_000)
              .fact(VALIDATOR, WELCOME)
              .when(become)
              .thenEvents(new AccountEvent.DelegationRequested(HOT))
              .thenSends(VALIDATOR, new Message.Delegation(ALICE));
      assertThat(outcome.state().lastTx()).isEqualTo(10);
      assertThat(outcome.state().lastTakeChange()).isEqualTo(10);
    }

    @Test
    void it_passes_only_when_more_than_the_limit_has_passed() {
      var before = withFree(1_000).happened(100, new AccountEvent.UnstakeRequested(HOT, Rao.of(1)));
      before
          .at(1_100)
          .fact(VALIDATOR, WELCOME)
          .when(become)
          .thenRejected(RejectionCode.DelegateTxRateLimitExceeded);
      before.at(1_101).fact(VALIDATOR, WELCOME).when(become).events();
    }

    @Test
    void a_coldkey_without_an_operation_is_not_limited() {
      withFree(1_000).at(1).fact(VALIDATOR, WELCOME).when(become).events();
    }

    @Test
    void a_limit_of_zero_never_refuses() {
      var network = new ClassicNetwork();
      network.txRateLimit = 0;
      withFree(1_000)
          .in(network.build())
          .happened(100, new AccountEvent.UnstakeRequested(HOT, Rao.of(1)))
          .at(100)
          .fact(VALIDATOR, WELCOME)
          .when(become)
          .events();
    }

    @Test
    void the_hotkeys_refusal_comes_before_the_rate_limit() {
      withFree(1_000)
          .happened(100, new AccountEvent.UnstakeRequested(HOT, Rao.of(1)))
          .at(101)
          .fact(VALIDATOR, refusing(RejectionCode.HotKeyAlreadyDelegate))
          .when(become)
          .thenRejected(RejectionCode.HotKeyAlreadyDelegate);
    }
  }

  @Nested
  class Changing_the_take {
    private final AccountCommand increase = new AccountCommand.IncreaseTake(ALICE, HOT, 9_000);
    private final AccountCommand decrease = new AccountCommand.DecreaseTake(ALICE, HOT, 6_000);

    @Test
    void an_increase_is_limited_by_the_last_change_of_any_take_of_the_coldkey() {
      var before = withFree(1_000).happened(50, new AccountEvent.DelegationRequested(HOT));
      before
          .at(216_050)
          .fact(VALIDATOR, WELCOME)
          .when(increase)
          .thenRejected(RejectionCode.DelegateTxRateLimitExceeded);
      var outcome =
          before
              .at(216_051)
              .fact(VALIDATOR, WELCOME)
              .when(increase)
              .thenSends(VALIDATOR, new Message.TakeChange(ALICE, 9_000, true));
      assertThat(outcome.state().lastTakeChange()).isEqualTo(216_051);
    }

    @Test
    void staking_does_not_limit_an_increase() {
      withFree(10_000)
          .happened(50, new AccountEvent.StakeSent(HOT, Rao.of(1)))
          .at(51)
          .fact(VALIDATOR, WELCOME)
          .when(increase)
          .events();
    }

    @Test
    void the_hotkeys_refusal_comes_before_the_rate_limit() {
      withFree(1_000)
          .happened(50, new AccountEvent.DelegationRequested(HOT))
          .at(51)
          .fact(VALIDATOR, refusing(RejectionCode.DelegateTakeTooHigh))
          .when(increase)
          .thenRejected(RejectionCode.DelegateTakeTooHigh);
    }

    @Test
    void a_decrease_is_never_limited_and_does_not_limit() {
      var outcome =
          withFree(1_000)
              .happened(50, new AccountEvent.DelegationRequested(HOT))
              .at(51)
              .fact(VALIDATOR, WELCOME)
              .when(decrease)
              .thenEvents(new AccountEvent.TakeChangeRequested(HOT, 6_000, false))
              .thenSends(VALIDATOR, new Message.TakeChange(ALICE, 6_000, false));
      assertThat(outcome.state().lastTakeChange()).isEqualTo(50);
    }

    @Test
    void the_hotkey_is_asked_about_the_very_change() {
      withFree(1_000)
          .when(increase)
          .thenAsks(VALIDATOR, new Query.Admissible(new Message.TakeChange(ALICE, 9_000, true)));
      withFree(1_000)
          .when(decrease)
          .thenAsks(VALIDATOR, new Query.Admissible(new Message.TakeChange(ALICE, 6_000, false)));
    }
  }
}
