package epochal.subnets.subnet;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What can happen to a subnet. */
public sealed interface SubnetEvent {

  /** The subnet began, at genesis or created by root. */
  record SubnetOpened(
      @Nullable AccountId owner,
      SortedMap<String, Long> parameters,
      Rao burn,
      List<SubnetCommand.Seat> seats)
      implements SubnetEvent {}

  /** The subnet ended; all its seats are gone. */
  record SubnetClosed() implements SubnetEvent {}

  /** An interval passed and the registration terms moved (spec 03 §5.1). */
  record TermsAdjusted(Registrations terms) implements SubnetEvent {}

  /**
   * A hotkey took a seat (spec 03 §4.1, §6.1).
   *
   * @param price burned
   * @param change of the payment, sent back
   * @param evicted the hotkey that had the seat; none for a new seat
   */
  record NeuronRegistered(
      int uid,
      AccountId hotkey,
      AccountId coldkey,
      Rao price,
      Rao change,
      @Nullable AccountId evicted)
      implements SubnetEvent {}

  /** A payment for a seat was refused and went back. */
  record SeatRefused(EntityId from, Message.SeatPayment payment, String code, String sentence)
      implements SubnetEvent {}

  /** A neuron's weights were replaced, max-upscaled (spec 04 §2). */
  record WeightsSet(int uid, WeightRow row) implements SubnetEvent {}

  /** A hotkey committed to weights. */
  record WeightsCommitted(AccountId hotkey, Bytes hash) implements SubnetEvent {}

  /** A neuron's committed weights were revealed and stored, max-upscaled. */
  record WeightsRevealed(int uid, Bytes hash, WeightRow row) implements SubnetEvent {}

  /** A neuron announced where it serves. */
  record AxonServed(int uid, Neuron.Axon axon) implements SubnetEvent {}

  /** A neuron announced where it serves its metrics. */
  record PrometheusServed(int uid, Neuron.Prometheus prometheus) implements SubnetEvent {}

  /** A hyperparameter changed. */
  record HyperparameterSet(String parameter, long value) implements SubnetEvent {}

  /** An epoch's findings came and count from now on. */
  record EpochApplied(Message.EpochOutcome outcome) implements SubnetEvent {}
}
