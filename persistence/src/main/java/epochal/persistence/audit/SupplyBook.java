package epochal.persistence.audit;

import epochal.ledger.aggregate.Holdings;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import epochal.subnets.emission.EmissionState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All money, in all and by block. Records of different entities do not stand in the log in the
 * order of their blocks, so what a record changes is written down under its block, and the state of
 * a block is the sum of all changes up to it.
 */
final class SupplyBook {
  private static final int MINTED = 0;
  private static final int RECYCLED = 1;
  private static final int FREE = 2;
  private static final int STAKED = 3;
  private static final int PENDING = 4;
  private static final int LOCKED = 5;
  private static final int IN_FLIGHT = 6;
  private static final int TERMS = 7;

  private final long[] totals = new long[TERMS];
  private long[] changes = new long[64 * TERMS];
  private int blocks;

  private final long[] sums = new long[TERMS];
  private int summed;

  void minted(long block, Rao amount) {
    add(block, MINTED, amount.amount());
  }

  void recycled(long block, Rao amount) {
    add(block, RECYCLED, amount.amount());
  }

  void sent(long block, Rao amount) {
    add(block, IN_FLIGHT, amount.amount());
  }

  void taken(long block, Rao amount) {
    add(block, IN_FLIGHT, -amount.amount());
  }

  void held(long block, Holdings before, Holdings after) {
    add(block, FREE, after.free().amount() - before.free().amount());
    add(block, STAKED, after.staked().amount() - before.staked().amount());
    add(block, PENDING, after.pending().amount() - before.pending().amount());
    add(block, LOCKED, after.locked().amount() - before.locked().amount());
  }

  private void add(long block, int term, long change) {
    if (change == 0) {
      return;
    }
    int at = Math.toIntExact(block);
    if (at >= blocks) {
      blocks = at + 1;
      int needed = Math.multiplyExact(blocks, TERMS);
      if (needed > changes.length) {
        changes = Arrays.copyOf(changes, Math.max(needed, Math.multiplyExact(changes.length, 2)));
      }
    }
    changes[at * TERMS + term] = Math.addExact(changes[at * TERMS + term], change);
    totals[term] = Math.addExact(totals[term], change);
    if (at < summed) {
      summed = 0;
    }
  }

  Supply total() {
    return supply(totals);
  }

  /**
   * The supply at the end of a block; cheap when asked for one block after the other.
   *
   * @throws ArithmeticException if a term is negative then
   */
  Supply at(long block) {
    int end = (int) Math.min(block + 1, blocks);
    if (summed == 0 || summed > end) {
      Arrays.fill(sums, 0);
      summed = 0;
    }
    for (; summed < end; summed++) {
      for (int term = 0; term < TERMS; term++) {
        sums[term] = Math.addExact(sums[term], changes[summed * TERMS + term]);
      }
    }
    return supply(sums);
  }

  private static Supply supply(long[] terms) {
    return new Supply(
        Rao.of(terms[MINTED]),
        Rao.of(terms[RECYCLED]),
        Rao.of(terms[FREE]),
        Rao.of(terms[STAKED]),
        Rao.of(terms[PENDING]),
        Rao.of(terms[LOCKED]),
        Rao.of(terms[IN_FLIGHT]));
  }

  /**
   * Compares with the emission's own account of it. What is pending, and what is on its way to or
   * from an epoch, has been minted and not issued.
   *
   * @param decision of the emission, after which it has the state
   * @param unissued on its way to or from epochs, in rao
   */
  void compare(OpenDecision decision, EmissionState state, long unissued) {
    if (state.began()) {
      long issued = totals[MINTED] - totals[RECYCLED] - totals[PENDING] - unissued;
      decision.compare("state.minted", totals[MINTED], state.minted().amount());
      decision.compare("state.recycled", totals[RECYCLED], state.recycled().amount());
      decision.compare("state.issuance", issued, state.issuance().amount());
    }
  }

  /** Checks the supply equation at every block. */
  void balance() {
    for (int block = 0; block < blocks; block++) {
      try {
        Supply at = at(block);
        if (!at.supplied().equals(at.held())) {
          throw unbalanced(block, at.supplied(), at.held());
        }
      } catch (ArithmeticException e) {
        throw unbalanced(block, "amounts of money", e.getMessage());
      }
    }
  }

  private static Diverged unbalanced(long block, Object supplied, @Nullable Object held) {
    return new Diverged(
        new Divergence(
            EntityId.NETWORK_EMISSION,
            0,
            block,
            "supply",
            FirstDifference.shown(supplied),
            FirstDifference.shown(held),
            "what is held and in flight is not what was minted and not recycled"));
  }
}
