package epochal.subnets.epoch;

import epochal.ledger.id.Netuid;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.LongVector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The epochs of a subnet.
 *
 * @param lastEpoch the block at which the last one was due, 0 for none
 * @param bonds by uid, as the last epoch left them
 * @param registrations which registration had given each seat to its hotkey at the last epoch
 * @param queue due and not held yet
 * @param held to be paid; none if everything is
 */
public record EpochState(
    Netuid netuid,
    long lastEpoch,
    List<WeightRow> bonds,
    LongVector registrations,
    PVector<Due> queue,
    EpochEvent.@Nullable EpochHeld held) {

  /** An epoch that is due. */
  public record Due(long block, int tempo, Rao emission) {}

  static EpochState none(Netuid netuid) {
    return new EpochState(netuid, 0, List.of(), LongVector.EMPTY, TreePVector.empty(), null);
  }

  EpochState queued(Due due) {
    return new EpochState(netuid, lastEpoch, bonds, registrations, queue.plus(due), held);
  }

  EpochState withoutFirst() {
    return new EpochState(netuid, lastEpoch, bonds, registrations, queue.minus(0), held);
  }

  EpochState holding(EpochEvent.EpochHeld epoch) {
    return new EpochState(
        netuid, epoch.dueBlock(), epoch.bonds(), epoch.registrations(), queue.minus(0), epoch);
  }

  EpochState paid() {
    return new EpochState(netuid, lastEpoch, bonds, registrations, queue, null);
  }
}
