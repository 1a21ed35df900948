package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.validator.StakeTest.answers;
import static epochal.ledger.validator.Validators.delegate;
import static epochal.ledger.validator.Validators.owned;
import static epochal.ledger.validator.Validators.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.rejection.RejectionCode;
import org.junit.jupiter.api.Test;

/** Spec 05 §1.1 and §1.2 from the hotkey's side. */
class DelegationTest {

  private static Message increase(AccountId coldkey, int take) {
    return new Message.TakeChange(coldkey, take, true);
  }

  private static Message decrease(AccountId coldkey, int take) {
    return new Message.TakeChange(coldkey, take, false);
  }

  @Test
  void a_new_delegate_takes_the_highest_take() {
    var outcome =
        owned()
            .whenReceived(EntityId.account(ALICE), new Message.Delegation(ALICE))
            .thenEvents(new ValidatorEvent.DelegateAdded(11_796));
    assertThat(outcome.state().delegate()).isTrue();
    assertThat(outcome.state().take()).isEqualTo(11_796);
  }

  @Test
  void becoming_a_delegate_is_refused_in_the_specified_order() {
    answers(unknown(), ALICE, new Message.Delegation(ALICE), RejectionCode.HotKeyAccountNotExists);
    answers(delegate(), BOB, new Message.Delegation(BOB), RejectionCode.NonAssociatedColdKey);
    answers(delegate(), ALICE, new Message.Delegation(ALICE), RejectionCode.HotKeyAlreadyDelegate);
  }

  @Test
  void a_take_is_changed_only_by_the_owner() {
    answers(unknown(), ALICE, increase(ALICE, 1), RejectionCode.HotKeyAccountNotExists);
    answers(delegate(), BOB, increase(BOB, 1), RejectionCode.NonAssociatedColdKey);
    answers(unknown(), ALICE, decrease(ALICE, 1), RejectionCode.HotKeyAccountNotExists);
    answers(delegate(), BOB, decrease(BOB, 65_535), RejectionCode.NonAssociatedColdKey);
  }

  @Test
  void a_decrease_goes_below_the_take_and_not_below_the_minimum() {
    answers(delegate(), ALICE, decrease(ALICE, 11_796), RejectionCode.DelegateTakeTooLow);
    answers(delegate(), ALICE, decrease(ALICE, 5_897), RejectionCode.DelegateTakeTooLow);
    answers(delegate(), ALICE, decrease(ALICE, 5_898), null);
    answers(delegate(), ALICE, decrease(ALICE, 11_795), null);
  }

  @Test
  void an_increase_goes_above_the_take_and_not_above_the_maximum() {
    var low = delegate().happened(0, new ValidatorEvent.TakeChanged(6_000));
    answers(low, ALICE, increase(ALICE, 6_000), RejectionCode.DelegateTakeTooLow);
    answers(low, ALICE, increase(ALICE, 5_999), RejectionCode.DelegateTakeTooLow);
    answers(low, ALICE, increase(ALICE, 11_797), RejectionCode.DelegateTakeTooHigh);
    answers(low, ALICE, increase(ALICE, 11_796), null);
    answers(low, ALICE, increase(ALICE, 6_001), null);
  }

  @Test
  void no_increase_makes_a_delegate_below_the_minimum() {
    answers(owned(), ALICE, increase(ALICE, 5_897), RejectionCode.DelegateTakeTooLow);
  }

  @Test
  void the_new_take_counts_from_then_on() {
    var outcome =
        delegate()
            .whenReceived(EntityId.account(ALICE), decrease(ALICE, 6_000))
            .thenEvents(new ValidatorEvent.TakeChanged(6_000));
    assertThat(outcome.state().take()).isEqualTo(6_000);
  }
}
