package epochal.subnets.root;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * The root network.
 *
 * @param open whether it has begun
 * @param subnets all but root
 * @param lastLock what the last creation paid
 * @param lastCreation its block, 0 for none yet
 * @param seats the root validators by uid
 * @param thisInterval registrations since {@code intervalStart}
 * @param intervalStart the block at which the registration counter last started again
 * @param lastRegistration the block of the last registration
 * @param thisBlock registrations in that block
 */
public record RootState(
    boolean open,
    TreePMap<Netuid, Entry> subnets,
    Rao lastLock,
    long lastCreation,
    PVector<Seat> seats,
    int thisInterval,
    long intervalStart,
    long lastRegistration,
    int thisBlock) {

  static final RootState NONE =
      new RootState(false, TreePMap.empty(), Rao.ZERO, 0, TreePVector.empty(), 0, 0, 0, 0);

  /**
   * A subnet in the list.
   *
   * @param owner none for a subnet without one
   * @param lock held for it
   */
  public record Entry(@Nullable AccountId owner, Rao lock, long registered) {}

  /** A root validator and its vote, a row of netuids. */
  public record Seat(
      AccountId hotkey, AccountId coldkey, long registered, long lastUpdate, WeightRow weights) {
    Seat withWeights(WeightRow row, long block) {
      return new Seat(hotkey, coldkey, registered, block, row);
    }
  }

  public @Nullable Integer uidOf(AccountId hotkey) {
    for (int uid = 0; uid < seats.size(); uid++) {
      if (seats.get(uid).hotkey().equals(hotkey)) {
        return uid;
      }
    }
    return null;
  }

  /** Registrations in the interval that {@code block} lies in, the interval's start, in order. */
  Interval interval(long length, long block) {
    if (length == 0 || block - intervalStart < length) {
      return new Interval(thisInterval, intervalStart);
    }
    return new Interval(0, intervalStart + (block - intervalStart) / length * length);
  }

  record Interval(int registrations, long start) {}

  int inBlock(long block) {
    return block == lastRegistration ? thisBlock : 0;
  }

  RootState withSubnets(TreePMap<Netuid, Entry> entries) {
    return new RootState(
        open,
        entries,
        lastLock,
        lastCreation,
        seats,
        thisInterval,
        intervalStart,
        lastRegistration,
        thisBlock);
  }

  RootState created(Rao lock, long block) {
    return new RootState(
        open,
        subnets,
        lock,
        block,
        seats,
        thisInterval,
        intervalStart,
        lastRegistration,
        thisBlock);
  }

  RootState withSeats(PVector<Seat> newSeats) {
    return new RootState(
        open,
        subnets,
        lastLock,
        lastCreation,
        newSeats,
        thisInterval,
        intervalStart,
        lastRegistration,
        thisBlock);
  }

  RootState registered(long intervalLength, long block) {
    Interval interval = interval(intervalLength, block);
    return new RootState(
        open,
        subnets,
        lastLock,
        lastCreation,
        seats,
        interval.registrations() + 1,
        interval.start(),
        block,
        inBlock(block) + 1);
  }
}
