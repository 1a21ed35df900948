package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.HOT;
import static epochal.ledger.validator.StakeTest.answers;
import static epochal.ledger.validator.Validators.ONE;
import static epochal.ledger.validator.Validators.TWO;
import static epochal.ledger.validator.Validators.delegate;
import static epochal.ledger.validator.Validators.owned;
import static epochal.ledger.validator.Validators.stake;
import static epochal.ledger.validator.Validators.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Message.Credit;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a hotkey comes to its owner and its seats, and what it pays out when it has none left. */
class SeatTest {
  private static final EntityId ALICES = EntityId.account(ALICE);

  private static Message.RegistrationPayment payment(Netuid netuid, AccountId coldkey) {
    return new Message.RegistrationPayment(netuid, coldkey, Rao.of(1_000));
  }

  private static Credit evicted(long amount) {
    return new Credit(Rao.of(amount), Credit.Reason.EVICTED);
  }

  @Nested
  class Registering {
    @Test
    void the_first_who_pays_for_an_unknown_hotkey_owns_it() {
      var outcome =
          unknown()
              .whenReceived(ALICES, payment(ONE, ALICE))
              .thenEvents(new ValidatorEvent.RegistrationForwarded(ONE, ALICE, Rao.of(1_000), true))
              .thenSends(EntityId.subnet(ONE), new Message.SeatPayment(HOT, ALICE, Rao.of(1_000)));
      assertThat(outcome.state().owner()).isEqualTo(ALICE);
      assertThat(outcome.state().seats()).containsExactly(ONE);
    }

    @Test
    void the_owner_may_take_more_seats() {
      owned()
          .whenReceived(ALICES, payment(TWO, ALICE))
          .thenEvents(new ValidatorEvent.RegistrationForwarded(TWO, ALICE, Rao.of(1_000), false));
    }

    @Test
    void another_may_not() {
      answers(owned(), BOB, payment(TWO, BOB), RejectionCode.NonAssociatedColdKey);
    }

    @Test
    void no_seat_is_bought_twice() {
      answers(owned(), ALICE, payment(ONE, ALICE), RejectionCode.HotKeyAlreadyRegisteredInSubNet);
    }

    @Test
    void a_refused_seat_goes_back_to_the_account_and_frees_a_hotkey_that_has_nothing_else() {
      var refusal =
          new Message.Refusal(
              new Message.SeatPayment(HOT, ALICE, Rao.of(1_000)), "SubNetworkDoesNotExist", "No.");
      var outcome =
          unknown()
              .whenReceived(ALICES, payment(ONE, ALICE))
              .andThen()
              .whenReceived(EntityId.subnet(ONE), refusal)
              .thenSends(
                  ALICES,
                  new Message.Refusal(payment(ONE, ALICE), "SubNetworkDoesNotExist", "No."));
      assertThat(outcome.state().owner()).isNull();
      assertThat(outcome.state().seats()).isEmpty();
    }

    @Test
    void a_refused_seat_leaves_the_owner_of_a_hotkey_that_has_stake_or_seats() {
      var refusal =
          new Message.Refusal(new Message.SeatPayment(HOT, ALICE, Rao.of(1_000)), "X", "No.");
      var outcome =
          owned()
              .whenReceived(ALICES, payment(TWO, ALICE))
              .andThen()
              .whenReceived(EntityId.subnet(TWO), refusal);
      assertThat(outcome.state().owner()).isEqualTo(ALICE);
      assertThat(outcome.state().seats()).containsExactly(ONE);
    }
  }

  @Nested
  class Root {
    @Test
    void a_seat_makes_a_delegate_at_the_highest_take_and_an_owner_if_there_was_none() {
      var outcome =
          unknown()
              .whenReceived(EntityId.ROOT, new Message.RootSeat(BOB))
              .thenEvents(new ValidatorEvent.RootSeated(BOB, true, 11_796));
      assertThat(outcome.state().owner()).isEqualTo(BOB);
      assertThat(outcome.state().delegate()).isTrue();
      assertThat(outcome.state().seats()).containsExactly(Netuid.ROOT);
    }

    @Test
    void a_seat_changes_neither_owner_nor_take_where_there_are() {
      var outcome =
          delegate()
              .happened(0, new ValidatorEvent.TakeChanged(6_000))
              .whenReceived(EntityId.ROOT, new Message.RootSeat(BOB))
              .thenEvents(new ValidatorEvent.RootSeated(BOB, false, 6_000));
      assertThat(outcome.state().owner()).isEqualTo(ALICE);
    }
  }

  @Nested
  class Eviction {
    @Test
    void from_the_last_seat_pays_everyone_out() {
      var outcome =
          delegate(stake(ALICE, 600), stake(BOB, 700))
              .whenReceived(EntityId.subnet(ONE), new Message.Eviction(ONE))
              .thenEvents(
                  new ValidatorEvent.Unseated(ONE, List.of(stake(ALICE, 600), stake(BOB, 700))))
              .thenSends(
                  new Outgoing(ALICES, evicted(600)),
                  new Outgoing(EntityId.account(BOB), evicted(700)));
      assertThat(outcome.holdings()).isEqualTo(Rao.ZERO);
      assertThat(outcome.state().owner()).as("ownership never ends").isEqualTo(ALICE);
    }

    @Test
    void from_one_of_several_seats_pays_nobody() {
      for (Netuid other : List.of(TWO, Netuid.ROOT)) {
        delegate(stake(BOB, 700))
            .state(state -> state.seated(other))
            .whenReceived(EntityId.subnet(ONE), new Message.Eviction(ONE))
            .thenEvents(new ValidatorEvent.Unseated(ONE, List.of()))
            .thenSends();
      }
    }

    @Test
    void payouts_that_come_back_are_stake_again() {
      var outcome =
          delegate(stake(BOB, 300))
              .whenReceived(EntityId.subnet(ONE), new Message.Eviction(ONE))
              .andThen()
              .whenReceived(
                  EntityId.account(BOB), new Message.Refusal(evicted(300), "BelowMinimum", "No."));
      assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(300));
    }

    @Test
    void the_end_of_the_subnet_leaves_all_stake_alone() {
      var outcome =
          delegate(stake(BOB, 700))
              .whenReceived(EntityId.subnet(ONE), new Message.NetworkClosed())
              .thenEvents(new ValidatorEvent.Unseated(ONE, List.of()))
              .thenSends();
      assertThat(outcome.state().stakeOf(BOB)).isEqualTo(Rao.of(700));
      assertThat(outcome.state().seats()).isEmpty();
    }
  }

  @Test
  void standing_tells_owner_delegation_and_all_stake() {
    assertThat(delegate(stake(ALICE, 1), stake(BOB, 2)).whenAsked(new Query.Standing()))
        .isEqualTo(new Fact.ValidatorStanding(ALICE, true, Rao.of(3)));
    assertThat(unknown().whenAsked(new Query.Standing()))
        .isEqualTo(new Fact.ValidatorStanding(null, false, Rao.ZERO));
  }

  @Test
  void genesis_opens_a_hotkey_once() {
    var open = new ValidatorCommand.Open(ALICE, true, 6_000, List.of(stake(BOB, 9)), List.of(ONE));
    var opened = unknown().when(open);
    assertThat(opened.holdings()).isEqualTo(Rao.of(9));
    opened.andThen().when(open).thenNothingHappens();
  }

  @Test
  void what_no_hotkey_takes_is_a_bug() {
    assertThatThrownBy(() -> owned().whenReceived(ALICES, new Message.LockPayment(ALICE, Rao.ZERO)))
        .isInstanceOf(IllegalStateException.class);
  }
}
