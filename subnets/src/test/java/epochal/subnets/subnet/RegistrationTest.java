package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Hyperparameter.ADJUSTMENT_INTERVAL;
import static epochal.subnets.subnet.Hyperparameter.MAX_ALLOWED_UIDS;
import static epochal.subnets.subnet.Hyperparameter.MAX_REGS_PER_BLOCK;
import static epochal.subnets.subnet.Hyperparameter.REGISTRATION_ALLOWED;
import static epochal.subnets.subnet.Subnets.payment;
import static epochal.subnets.subnet.Subnets.register;
import static epochal.subnets.subnet.Subnets.with;
import static epochal.subnets.subnet.Subnets.withSeats;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 03 §4.1: the same answer beforehand and when the payment arrives. */
class RegistrationTest {
  private static final long TAO = 1_000_000_000L;

  /** Hotkey 9 asks and pays: refused with this code both times, or seated. */
  private static void answers(
      Scenario<SubnetState, SubnetCommand, SubnetEvent> before, @Nullable RejectionCode code) {
    var terms = (Fact.Terms) before.whenAsked(new Query.SeatTerms(hotkey(9)));
    assertThat(terms.refusal() == null ? null : terms.refusal().code()).isEqualTo(code);
    var outcome = register(before, 9);
    var last = outcome.events().get(outcome.events().size() - 1);
    if (code == null) {
      assertThat(last).isInstanceOf(SubnetEvent.NeuronRegistered.class);
    } else {
      assertThat(last)
          .isInstanceOfSatisfying(
              SubnetEvent.SeatRefused.class,
              refused -> assertThat(refused.code()).isEqualTo(code.name()));
      assertThat(outcome.sends())
          .singleElement()
          .satisfies(
              sent -> {
                assertThat(sent.to()).isEqualTo(EntityId.validator(hotkey(9)));
                assertThat(sent.message().value()).isEqualTo(Rao.tao(100));
              });
    }
  }

  @Nested
  class A_seat {
    @Test
    void is_appended_at_the_price_and_the_change_goes_back() {
      var outcome =
          withSeats(2)
              .at(20)
              .whenReceived(EntityId.validator(hotkey(9)), payment(hotkey(9), coldkey(9), 3 * TAO))
              .thenEvents(
                  new SubnetEvent.NeuronRegistered(
                      2, hotkey(9), coldkey(9), Rao.tao(1), Rao.tao(2), null))
              .thenSends(
                  new Outgoing(
                      EntityId.NETWORK_EMISSION,
                      new Message.Recycled(Rao.tao(1), Message.Recycled.Reason.REGISTRATION)),
                  new Outgoing(
                      EntityId.account(coldkey(9)),
                      new Message.Credit(Rao.tao(2), Message.Credit.Reason.CHANGE)));
      SubnetState after = outcome.state();
      assertThat(after.uidOf(hotkey(9))).isEqualTo(2);
      assertThat(after.recycled()).isEqualTo(Rao.tao(1));
      assertThat(after.registrations().total()).isEqualTo(3);
      assertThat(after.registrations().thisInterval()).isEqualTo(1);
      assertThat(after.registrations().inBlock(20)).isEqualTo(1);
      assertThat(after.registrations().inBlock(21)).isZero();
      Neuron neuron = after.neurons().get(2);
      assertThat(neuron.blockAtRegistration()).isEqualTo(20);
      assertThat(neuron.lastUpdate()).isEqualTo(20);
      assertThat(neuron.registration()).isEqualTo(3);
      assertThat(neuron.scores()).isEqualTo(Neuron.Scores.NEW);
    }

    @Test
    void at_exactly_the_price_has_no_change() {
      var outcome =
          withSeats(0)
              .at(20)
              .whenReceived(EntityId.validator(hotkey(9)), payment(hotkey(9), coldkey(9), TAO));
      assertThat(outcome.sends()).hasSize(1);
    }

    @Test
    void that_has_become_dearer_than_what_was_paid_is_refused() {
      var outcome =
          withSeats(0)
              .at(20)
              .whenReceived(EntityId.validator(hotkey(9)), payment(hotkey(9), coldkey(9), TAO - 1));
      assertThat(outcome.events())
          .singleElement()
          .isInstanceOfSatisfying(
              SubnetEvent.SeatRefused.class,
              refused ->
                  assertThat(refused.code())
                      .isEqualTo(RejectionCode.RegistrationPriceLimitExceeded.name()));
    }
  }

  @Nested
  class Is_refused_with {
    @Test
    void SubNetworkDoesNotExist() {
      answers(Subnets.none().at(20), RejectionCode.SubNetworkDoesNotExist);
    }

    @Test
    void SubNetRegistrationDisabled_before_the_limits() {
      answers(
          with(0, values -> values.with(REGISTRATION_ALLOWED, 0).with(MAX_REGS_PER_BLOCK, 0))
              .at(20),
          RejectionCode.SubNetRegistrationDisabled);
    }

    @Test
    void TooManyRegistrationsThisBlock() {
      var before = register(withSeats(0).at(20), 1).andThen();
      answers(before, RejectionCode.TooManyRegistrationsThisBlock);
      answers(before.at(21), null);
    }

    @Test
    void TooManyRegistrationsThisBlock_before_that_of_the_interval() {
      var before = withSeats(0);
      for (int i = 1; i <= 3; i++) {
        before = register(before.at(20 + i), i).andThen();
      }
      answers(before.at(23), RejectionCode.TooManyRegistrationsThisBlock);
      answers(before.at(24), RejectionCode.TooManyRegistrationsThisInterval);
    }

    @Test
    void TooManyRegistrationsThisInterval_from_three_times_the_target_on() {
      var before = withSeats(0);
      for (int i = 1; i <= 2; i++) {
        before = register(before.at(20 + i), i).andThen();
      }
      answers(before.at(30), null);
      before = register(before.at(30), 3).andThen();
      answers(before.at(31), RejectionCode.TooManyRegistrationsThisInterval);
      answers(before.at(359), RejectionCode.TooManyRegistrationsThisInterval);
      answers(before.at(360), null);
    }

    @Test
    void TooManyRegistrationsThisInterval_before_a_seat_that_the_hotkey_has() {
      var before = withSeats(0);
      for (int i = 7; i <= 9; i++) {
        before = register(before.at(20 + i), i).andThen();
      }
      answers(before.at(40), RejectionCode.TooManyRegistrationsThisInterval);
      answers(before.at(360), RejectionCode.HotKeyAlreadyRegisteredInSubNet);
    }

    @Test
    void HotKeyAlreadyRegisteredInSubNet_before_a_lack_of_seats() {
      answers(with(9, MAX_ALLOWED_UIDS, 0).at(20), RejectionCode.HotKeyAlreadyRegisteredInSubNet);
    }

    @Test
    void NoNeuronIdAvailable_where_there_are_no_seats_at_all() {
      answers(with(0, MAX_ALLOWED_UIDS, 0).at(20), RejectionCode.NoNeuronIdAvailable);
    }
  }

  @Test
  void a_payment_that_comes_after_an_adjustment_pays_the_adjusted_price() {
    var before = with(0, values -> values.with(ADJUSTMENT_INTERVAL, 100)).at(100);
    var terms = (Fact.Terms) before.whenAsked(new Query.SeatTerms(hotkey(9)));
    var outcome = register(before, 9);
    assertThat(outcome.events()).hasSize(2);
    assertThat(outcome.events().get(0)).isInstanceOf(SubnetEvent.TermsAdjusted.class);
    assertThat(outcome.events().get(1))
        .isInstanceOfSatisfying(
            SubnetEvent.NeuronRegistered.class,
            registered -> assertThat(registered.price()).isEqualTo(terms.price()));
    assertThat(terms.price()).isEqualTo(Rao.of(984_998_703));
  }

  @Test
  void the_seat_of_a_hotkey_is_its_own_until_another_takes_it() {
    var before = with(2, values -> values.with(MAX_ALLOWED_UIDS, 2)).at(6_000);
    var outcome = register(before, 9);
    assertThat(outcome.sends())
        .contains(new Outgoing(EntityId.validator(hotkey(2)), new Message.Eviction(Subnets.ONE)));
    assertThat(outcome.state().uidOf(hotkey(2))).isNull();
    assertThat(outcome.state().uidOf(hotkey(9))).isEqualTo(1);
    assertThat(outcome.state().size()).isEqualTo(2);
  }
}
