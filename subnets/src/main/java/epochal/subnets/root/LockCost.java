package epochal.subnets.root;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.Netuid;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a new subnet costs, whether there may be one, and who goes for it (spec 03 §1–3). */
final class LockCost {
  private LockCost() {}

  /**
   * Twice the last lock, falling in a straight line to nothing over two reduction intervals; never
   * below the minimum. The first creation costs the minimum.
   */
  static Rao at(RootState state, NetworkParameters network, long block) {
    long last = state.lastLock().amount();
    long start = state.lastCreation() == 0 ? last : Math.multiplyExact(2, last);
    long fallPerBlock = last / network.lockReductionInterval();
    long elapsed = block - state.lastCreation();
    long fall =
        fallPerBlock == 0 || elapsed <= start / fallPerBlock ? fallPerBlock * elapsed : start;
    return Rao.of(Math.max(network.minLock().amount(), Math.max(0, start - fall)));
  }

  /** Why no subnet can be created now, or null. */
  static @Nullable Rejection refusal(RootState state, NetworkParameters network, long block) {
    if (block - state.lastCreation() < network.networkRateLimit()) {
      long next = state.lastCreation() + network.networkRateLimit();
      return Rejection.of(
              RejectionCode.NetworkTxRateLimitExceeded,
              "One subnet is created in "
                  + network.networkRateLimit()
                  + " blocks: wait until block "
                  + next
                  + ".")
          .with("last", state.lastCreation())
          .with("limit", network.networkRateLimit())
          .with("block", block);
    }
    if (isFull(state, network) && !anyRemovable(state, network, block)) {
      return Rejection.of(
              RejectionCode.AllNetworksInImmunity,
              "There are "
                  + state.subnets().size()
                  + " subnets, as many as may be, and all are too young to make room.")
          .with("limit", network.subnetLimit())
          .with("immunity", network.networkImmunity());
    }
    return null;
  }

  static boolean isFull(RootState state, NetworkParameters network) {
    return state.subnets().size() >= network.subnetLimit();
  }

  private static boolean anyRemovable(RootState state, NetworkParameters network, long block) {
    for (RootState.Entry entry : state.subnets().values()) {
      if (isRemovable(entry, network, block)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRemovable(RootState.Entry entry, NetworkParameters network, long block) {
    return block - entry.registered() >= network.networkImmunity();
  }

  /**
   * Who goes: of those past their immunity the lowest share, of equal shares the one registered
   * first.
   */
  static Netuid victim(
      RootState state, NetworkParameters network, long block, SortedMap<Netuid, Rao> shares) {
    Netuid victim = null;
    Rao lowest = Rao.ZERO;
    long earliest = 0;
    for (var candidate : state.subnets().entrySet()) {
      if (!isRemovable(candidate.getValue(), network, block)) {
        continue;
      }
      Rao share = shares.getOrDefault(candidate.getKey(), Rao.ZERO);
      long registered = candidate.getValue().registered();
      if (victim == null
          || share.isLessThan(lowest)
          || (share.equals(lowest) && registered < earliest)) {
        victim = candidate.getKey();
        lowest = share;
        earliest = registered;
      }
    }
    if (victim == null) {
      throw new IllegalStateException("no subnet can make room");
    }
    return victim;
  }

  static Netuid lowestFree(RootState state) {
    int netuid = 1;
    while (state.subnets().containsKey(Netuid.of(netuid))) {
      netuid++;
    }
    return Netuid.of(netuid);
  }
}
