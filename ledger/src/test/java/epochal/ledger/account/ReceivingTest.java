package epochal.ledger.account;

import static epochal.ledger.account.Accounts.nobody;
import static epochal.ledger.account.Accounts.withFree;
import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Message.Credit;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes to an account: credits, and its own sendings on their way back. */
class ReceivingTest {
  private static final EntityId BOBS = EntityId.account(BOB);
  private static final EntityId VALIDATOR = EntityId.validator(HOT);

  private static Credit transfer(long amount) {
    return new Credit(Rao.of(amount), Credit.Reason.TRANSFER);
  }

  private static Message.Refusal refused(Message message) {
    return new Message.Refusal(message, "BelowMinimum", "No.");
  }

  private static Message recycledDust(long amount) {
    return new Message.Recycled(Rao.of(amount), Message.Recycled.Reason.DUST);
  }

  @Test
  void a_credit_raises_the_balance() {
    var outcome = withFree(10_000).whenReceived(BOBS, transfer(1));
    assertThat(outcome.state().free()).isEqualTo(Rao.of(10_001));
  }

  @Test
  void the_existential_deposit_brings_an_account_into_being() {
    var outcome = nobody().whenReceived(BOBS, transfer(500));
    assertThat(outcome.state().exists()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSFER", "UNSTAKED", "OWNER_CUT", "EVICTED"})
  void less_than_the_deposit_goes_back_from_an_account_that_does_not_exist(Credit.Reason reason) {
    var credit = new Credit(Rao.of(499), reason);
    var outcome = nobody().whenReceived(BOBS, credit);
    assertThat(outcome.sends())
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.to()).isEqualTo(BOBS);
              assertThat(sent.message())
                  .isInstanceOfSatisfying(
                      Message.Refusal.class,
                      refusal -> {
                        assertThat(refusal.refused()).isEqualTo(credit);
                        assertThat(refusal.code()).isEqualTo("BelowMinimum");
                      });
            });
    assertThat(outcome.state().exists()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CHANGE", "LOCK_RETURNED"})
  void change_too_small_for_an_account_that_has_ended_leaves_the_supply(Credit.Reason reason) {
    var credit = new Credit(Rao.of(499), reason);
    nobody()
        .whenReceived(EntityId.ROOT, credit)
        .thenSends(EntityId.NETWORK_EMISSION, recycledDust(499));
  }

  @Test
  void whether_an_amount_could_be_received_is_answered() {
    Query query = new Query.Receivable(Rao.of(499));
    assertThat(withFree(500).whenAsked(query)).isEqualTo(new Fact.Admission(null));
    assertThat(nobody().whenAsked(new Query.Receivable(Rao.of(500))))
        .isEqualTo(new Fact.Admission(null));
    Rejection refusal = ((Fact.Admission) nobody().whenAsked(query)).refusal();
    assertThat(refusal).extracting("code").isEqualTo(RejectionCode.BelowMinimum);
  }

  @Test
  void a_refused_transfer_is_restored_to_a_living_account() {
    withFree(10_000)
        .whenReceived(BOBS, refused(transfer(499)))
        .thenEvents(
            new AccountEvent.SendingReturned(
                transfer(499), Rao.of(499), Rao.ZERO, "BelowMinimum", "No."))
        .thenSends();
  }

  @Test
  void a_refused_sending_brings_an_ended_account_back_if_it_is_large_enough() {
    var outcome =
        nobody().whenReceived(VALIDATOR, refused(new Message.StakeDeposit(ALICE, Rao.of(500))));
    assertThat(outcome.state().free()).isEqualTo(Rao.of(500));
  }

  @Test
  void a_refused_sending_too_small_for_an_ended_account_is_dust() {
    var deposit = new Message.StakeDeposit(ALICE, Rao.of(499));
    var outcome =
        nobody()
            .whenReceived(VALIDATOR, refused(deposit))
            .thenSends(EntityId.NETWORK_EMISSION, recycledDust(499));
    assertThat(outcome.state().exists()).isFalse();
  }

  @Test
  void everything_that_an_account_sends_can_come_back() {
    List<Message> sendings =
        List.of(
            new Message.StakeDeposit(ALICE, Rao.of(700)),
            new Message.StakeWithdrawal(ALICE, Rao.of(700)),
            new Message.Delegation(ALICE),
            new Message.TakeChange(ALICE, 9_000, true),
            new Message.RegistrationPayment(Netuid.of(1), ALICE, Rao.of(700)),
            new Message.LockPayment(ALICE, Rao.of(700)));
    for (Message sending : sendings) {
      var outcome = withFree(10_000).whenReceived(VALIDATOR, refused(sending));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(10_000).plus(sending.value()));
    }
  }

  @Test
  void what_no_account_takes_is_a_bug() {
    assertThatThrownBy(() -> withFree(1_000).whenReceived(BOBS, new Message.NetworkClosed()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void genesis_opens_an_account_once() {
    var open = new AccountCommand.Open(Rao.tao(3), List.of(HOT));
    var opened = nobody().when(open);
    assertThat(opened.holdings()).isEqualTo(Rao.tao(3));
    assertThat(opened.state().stakingHotkeys()).containsExactly(HOT);
    opened.andThen().when(open).thenNothingHappens();
  }
}
