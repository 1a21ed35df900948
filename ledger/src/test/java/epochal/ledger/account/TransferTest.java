package epochal.ledger.account;

import static epochal.ledger.account.Accounts.refusing;
import static epochal.ledger.account.Accounts.withFree;
import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountEvent.Transferred;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message.Credit;
import epochal.ledger.lane.Message.Recycled;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 01 §2.1 and §2.2. */
class TransferTest {
  private static final EntityId BOBS = EntityId.account(BOB);

  private static AccountCommand transfer(long amount) {
    return new AccountCommand.Transfer(ALICE, BOB, Rao.of(amount), false);
  }

  private static AccountCommand transferKeepAlive(long amount) {
    return new AccountCommand.Transfer(ALICE, BOB, Rao.of(amount), true);
  }

  private static AccountCommand transferAll(boolean keepAlive) {
    return new AccountCommand.TransferAll(ALICE, BOB, keepAlive);
  }

  private static Outgoing credit(long amount) {
    return new Outgoing(BOBS, new Credit(Rao.of(amount), Credit.Reason.TRANSFER));
  }

  private static Outgoing dust(long amount) {
    return new Outgoing(
        EntityId.NETWORK_EMISSION, new Recycled(Rao.of(amount), Recycled.Reason.DUST));
  }

  private static AccountEvent transferred(long amount, long dust) {
    return new Transferred(BOB, Rao.of(amount), Rao.of(dust));
  }

  @Nested
  class Allowing_death {
    @Test
    void money_goes_to_the_receiver() {
      var outcome =
          withFree(10_000)
              .when(transfer(4_000))
              .thenEvents(transferred(4_000, 0))
              .thenSends(credit(4_000));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(6_000));
    }

    @Test
    void all_may_be_sent_and_the_account_ends() {
      var outcome = withFree(10_000).when(transfer(10_000)).thenSends(credit(10_000));
      assertThat(outcome.state().exists()).isFalse();
    }

    @Test
    void what_would_stay_below_the_existential_deposit_leaves_the_supply_as_dust() {
      var outcome =
          withFree(10_000)
              .when(transfer(9_501))
              .thenEvents(transferred(9_501, 499))
              .thenSends(credit(9_501), dust(499));
      assertThat(outcome.state().exists()).isFalse();
    }

    @Test
    void exactly_the_existential_deposit_may_stay() {
      var outcome = withFree(10_000).when(transfer(9_500)).thenSends(credit(9_500));
      assertThat(outcome.state().free()).isEqualTo(Accounts.DEPOSIT);
    }

    @Test
    void more_than_the_balance_is_refused() {
      var rejection =
          withFree(10_000).when(transfer(10_001)).thenRejected(RejectionCode.FundsUnavailable);
      assertThat(rejection.numbers())
          .containsEntry("free", 10_000L)
          .containsEntry("amount", 10_001L);
    }

    @Test
    void an_account_that_does_not_exist_has_nothing_to_send() {
      Accounts.nobody().when(transfer(1)).thenRejected(RejectionCode.FundsUnavailable);
    }

    @Test
    void a_zero_amount_succeeds_without_effect() {
      withFree(10_000).when(transfer(0)).thenNothingHappens();
      Accounts.nobody().when(transfer(0)).thenNothingHappens();
    }

    @Test
    void a_transfer_to_oneself_succeeds_without_effect() {
      withFree(10_000)
          .when(new AccountCommand.Transfer(ALICE, ALICE, Rao.of(10_000), false))
          .thenNothingHappens();
    }

    @Test
    void a_transfer_to_oneself_of_more_than_the_balance_is_refused() {
      withFree(10_000)
          .when(new AccountCommand.Transfer(ALICE, ALICE, Rao.of(10_001), false))
          .thenRejected(RejectionCode.FundsUnavailable);
    }
  }

  @Nested
  class Keeping_alive {
    @Test
    void the_existential_deposit_must_stay() {
      withFree(10_000).when(transferKeepAlive(9_500)).thenSends(credit(9_500));
      withFree(10_000).when(transferKeepAlive(9_501)).thenRejected(RejectionCode.NotExpendable);
      withFree(10_000).when(transferKeepAlive(10_000)).thenRejected(RejectionCode.NotExpendable);
    }

    @Test
    void a_lack_of_funds_is_told_before_the_deposit() {
      withFree(10_000).when(transferKeepAlive(10_001)).thenRejected(RejectionCode.FundsUnavailable);
    }

    @Test
    void a_zero_amount_succeeds_without_effect() {
      withFree(10_000).when(transferKeepAlive(0)).thenNothingHappens();
    }
  }

  @Nested
  class Of_all {
    @Test
    void everything_goes_and_the_account_ends() {
      var outcome =
          withFree(10_000)
              .when(transferAll(false))
              .thenEvents(transferred(10_000, 0))
              .thenSends(credit(10_000));
      assertThat(outcome.state().exists()).isFalse();
    }

    @Test
    void everything_but_the_deposit_goes_when_the_account_is_to_stay() {
      var outcome = withFree(10_000).when(transferAll(true)).thenSends(credit(9_500));
      assertThat(outcome.state().free()).isEqualTo(Accounts.DEPOSIT);
    }

    @Test
    void nothing_to_send_is_a_success_without_effect() {
      withFree(500).when(transferAll(true)).thenNothingHappens();
      Accounts.nobody().when(transferAll(false)).thenNothingHappens();
    }

    @Test
    void all_to_oneself_succeeds_without_effect() {
      withFree(10_000)
          .when(new AccountCommand.TransferAll(ALICE, ALICE, false))
          .thenNothingHappens();
    }
  }

  @Nested
  class Below_the_existential_deposit {
    @Test
    void the_receiver_is_asked_first() {
      withFree(10_000).when(transfer(499)).thenAsks(BOBS, new Query.Receivable(Rao.of(499)));
      withFree(900).when(transferAll(true)).thenAsks(BOBS, new Query.Receivable(Rao.of(400)));
    }

    @Test
    void from_the_deposit_on_nobody_is_asked() {
      withFree(10_000).when(transfer(500)).thenSends(credit(500));
    }

    @Test
    void a_receiver_that_exists_takes_it() {
      withFree(10_000).fact(BOBS, Accounts.WELCOME).when(transfer(499)).thenSends(credit(499));
    }

    @Test
    void the_receivers_refusal_is_the_answer() {
      withFree(10_000)
          .fact(BOBS, refusing(RejectionCode.BelowMinimum))
          .when(transfer(499))
          .thenRejected(RejectionCode.BelowMinimum);
    }

    @Test
    void the_senders_own_refusal_comes_before_the_receivers() {
      withFree(100)
          .fact(BOBS, refusing(RejectionCode.BelowMinimum))
          .when(transfer(101))
          .thenRejected(RejectionCode.FundsUnavailable);
    }
  }
}
