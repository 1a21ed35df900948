package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;

import epochal.ledger.aggregate.Outcome;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Where stories about subnet 1 begin, which Alice owns. Uid n is hotkey n + 1 of coldkey n + 1. */
final class Subnets {
  static final Netuid ONE = Netuid.of(1);
  static final EntityId SUBNET = EntityId.subnet(ONE);

  private Subnets() {}

  static Scenario<SubnetState, SubnetCommand, SubnetEvent> none() {
    return Scenario.given(new Subnet(), SUBNET);
  }

  /** Opened at block 0 with so many seats. */
  static Scenario<SubnetState, SubnetCommand, SubnetEvent> withSeats(int seats) {
    return with(seats, values -> values);
  }

  static Scenario<SubnetState, SubnetCommand, SubnetEvent> with(
      int seats, Hyperparameter parameter, long value) {
    return with(seats, values -> values.with(parameter, value));
  }

  static Scenario<SubnetState, SubnetCommand, SubnetEvent> with(
      int seats, UnaryOperator<Hyperparameters> change) {
    var first = new ArrayList<SubnetCommand.Seat>();
    for (int i = 1; i <= seats; i++) {
      first.add(new SubnetCommand.Seat(hotkey(i), coldkey(i)));
    }
    var parameters = new TreeMap<>(change.apply(Hyperparameters.INITIAL).byName());
    return none().happened(0, new SubnetEvent.SubnetOpened(ALICE, parameters, Rao.tao(1), first));
  }

  static UnaryOperator<SubnetState> neuron(int uid, UnaryOperator<Neuron> change) {
    return state -> state.withNeuron(uid, change.apply(state.neurons().get(uid)));
  }

  /** The neuron has a validator permit. */
  static UnaryOperator<SubnetState> permit(int uid) {
    return neuron(
        uid,
        neuron -> neuron.withScores(new Neuron.Scores(true, true, 0, 0, 0, 0, 0, 0, Rao.ZERO)));
  }

  static UnaryOperator<SubnetState> pruning(int uid, int score) {
    return neuron(uid, neuron -> neuron.withScores(neuron.scores().pruning(score)));
  }

  static Message payment(AccountId hotkey, AccountId coldkey, long limit) {
    return new Message.SeatPayment(hotkey, coldkey, Rao.of(limit));
  }

  static Outcome<SubnetState, SubnetCommand, SubnetEvent> register(
      Scenario<SubnetState, SubnetCommand, SubnetEvent> before, int number) {
    return before.whenReceived(
        EntityId.validator(hotkey(number)),
        payment(hotkey(number), coldkey(number), 100_000_000_000L));
  }

  /** What an epoch found: everyone has the permit and the emission of these. */
  static Message.EpochOutcome outcome(long registrations, int[] permits, long... emission) {
    int n = permits.length;
    int[] some = new int[n];
    for (int uid = 0; uid < n; uid++) {
      some[uid] = 100 + uid;
    }
    return new Message.EpochOutcome(
        358,
        registrations,
        IntVector.of(permits),
        IntVector.of(permits),
        IntVector.of(some),
        IntVector.of(some),
        IntVector.of(some),
        IntVector.of(some),
        IntVector.of(some),
        new LongVector(emission));
  }

  static List<AccountId> hotkeys(int n) {
    var hotkeys = new ArrayList<AccountId>();
    for (int i = 1; i <= n; i++) {
      hotkeys.add(hotkey(i));
    }
    return hotkeys;
  }
}
