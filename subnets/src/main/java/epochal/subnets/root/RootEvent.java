package epochal.subnets.root;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to the root network. */
public sealed interface RootEvent {

  /** Genesis listed the subnets and the first root validators. */
  record RootOpened(List<RootCommand.FirstSubnet> subnets, List<RootCommand.FirstSeat> seats)
      implements RootEvent {}

  /**
   * A subnet was created (spec 03 §2.1).
   *
   * @param lock held until the subnet is removed
   * @param change of the payment, sent back
   */
  record NetworkAdded(Netuid netuid, AccountId owner, Rao lock, Rao change) implements RootEvent {}

  /**
   * A subnet was removed, by its owner or to make room (spec 03 §3.1).
   *
   * @param owner who has the lock back; none for a subnet without an owner
   */
  record NetworkRemoved(Netuid netuid, @Nullable AccountId owner, Rao lock) implements RootEvent {}

  /** A payment for a subnet was refused and went back. */
  record LockRefused(EntityId from, Message.LockPayment payment, String code, String sentence)
      implements RootEvent {}

  /**
   * A hotkey took a root seat (spec 02 §4.2).
   *
   * @param evicted the hotkey that had the seat; none for a new seat
   * @param stake of the new one when it was asked
   */
  record RootSeatTaken(
      int uid, AccountId hotkey, AccountId coldkey, @Nullable AccountId evicted, Rao stake)
      implements RootEvent {}

  /** A root validator voted; the row is max-upscaled, its targets are netuids. */
  record RootWeightsSet(int uid, WeightRow row) implements RootEvent {}
}
