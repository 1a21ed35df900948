package epochal.subnets.root;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.root.Roots.limitedTo;
import static epochal.subnets.root.Roots.seated;
import static epochal.subnets.root.Roots.standing;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import org.junit.jupiter.api.Test;

/** Spec 02 §4.2. */
class RootSeatsTest {
  private static final NetworkParameters NETWORK = limitedTo(12, 3);

  private static EntityId validator(int number) {
    return EntityId.validator(hotkey(number));
  }

  private static RootCommand register(int number) {
    return new RootCommand.RootRegister(coldkey(number), hotkey(number));
  }

  private static Outcome<RootState, RootCommand, RootEvent> join(
      Scenario<RootState, RootCommand, RootEvent> before, int number) {
    return before.fact(validator(number), standing(number, 5)).when(register(number));
  }

  /** Three seats, all taken by stakes of these. */
  private static Scenario<RootState, RootCommand, RootEvent> full(long a, long b, long c) {
    return seated(NETWORK, 3)
        .at(50)
        .fact(validator(1), standing(1, a))
        .fact(validator(2), standing(2, b))
        .fact(validator(3), standing(3, c));
  }

  @Test
  void before_the_network_has_begun_there_is_no_root() {
    Roots.closed(NETWORK).when(register(1)).thenRejected(RejectionCode.RootNetworkDoesNotExist);
  }

  @Test
  void a_free_seat_is_taken_free_of_charge_and_the_hotkey_is_told() {
    seated(NETWORK, 2).at(50).when(register(9)).thenAsks(validator(9));
    var outcome =
        join(seated(NETWORK, 2).at(50), 9)
            .thenEvents(new RootEvent.RootSeatTaken(2, hotkey(9), coldkey(9), null, Rao.of(5)))
            .thenSends(validator(9), new Message.RootSeat(coldkey(9)));
    assertThat(outcome.state().seats()).hasSize(3);
    assertThat(outcome.state().seats().get(2).lastUpdate())
        .as("a fresh seat waits for its first vote")
        .isEqualTo(50);
  }

  @Test
  void one_seat_a_block_is_taken() {
    var taken = join(Roots.open().at(50), 1).andThen();
    join(taken.at(50), 2).thenRejected(RejectionCode.TooManyRegistrationsThisBlock);
    join(taken.at(51), 2).events();
  }

  @Test
  void three_seats_an_interval_are_taken() {
    var taken = Roots.open();
    for (int i = 1; i <= 3; i++) {
      taken = join(taken.at(50 + i), i).andThen();
    }
    join(taken.at(53), 4).thenRejected(RejectionCode.TooManyRegistrationsThisBlock);
    join(taken.at(54), 1).thenRejected(RejectionCode.TooManyRegistrationsThisInterval);
    join(taken.at(99), 4).thenRejected(RejectionCode.TooManyRegistrationsThisInterval);
    join(taken.at(100), 4).events();
    join(taken.at(100), 1).thenRejected(RejectionCode.HotKeyAlreadyRegisteredInSubNet);
  }

  @Test
  void intervals_follow_one_another_whether_anyone_comes_or_not() {
    var taken = Roots.open();
    for (int i = 1; i <= 3; i++) {
      taken = join(taken.at(396 + i), i).andThen();
    }
    join(taken.at(400), 4).events();
  }

  @Test
  void when_all_are_taken_everyone_is_asked() {
    seated(NETWORK, 3)
        .at(50)
        .when(register(9))
        .thenAsks(validator(1), validator(2), validator(3), validator(9));
  }

  @Test
  void the_lowest_stake_makes_room_for_a_higher_one() {
    var outcome =
        full(30, 10, 20)
            .fact(validator(9), standing(9, 11))
            .when(register(9))
            .thenEvents(
                new RootEvent.RootSeatTaken(1, hotkey(9), coldkey(9), hotkey(2), Rao.of(11)))
            .thenSends(
                new Outgoing(validator(9), new Message.RootSeat(coldkey(9))),
                new Outgoing(validator(2), new Message.Eviction(Netuid.ROOT)));
    assertThat(outcome.state().uidOf(hotkey(2))).isNull();
    assertThat(outcome.state().uidOf(hotkey(9))).isEqualTo(1);
  }

  @Test
  void of_equal_lowest_stakes_the_first_seat_makes_room() {
    var outcome = full(30, 10, 10).fact(validator(9), standing(9, 11)).when(register(9));
    assertThat(outcome.state().uidOf(hotkey(9))).isEqualTo(1);
  }

  @Test
  void an_equal_stake_is_too_low() {
    full(30, 10, 20)
        .fact(validator(9), standing(9, 10))
        .when(register(9))
        .thenRejected(RejectionCode.StakeTooLowForRoot);
  }

  @Test
  void a_seat_that_changes_hands_loses_its_vote() {
    var row = new WeightRow(IntVector.of(1), IntVector.of(65_535));
    var after =
        full(30, 10, 20)
            .happened(20, new RootEvent.RootWeightsSet(1, row))
            .fact(validator(9), standing(9, 11))
            .when(register(9))
            .state();
    assertThat(after.seats().get(1).weights()).isEqualTo(WeightRow.EMPTY);
  }
}
