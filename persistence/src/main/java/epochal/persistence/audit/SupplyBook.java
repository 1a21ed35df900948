package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All money, in all and by block. Records of different entities do not stand in the log in the
 * order of their blocks, so what a record changes is written down under its block, and the state of
 * a block is the sum of all changes up to it.
 */
final class SupplyBook {
  private static final int TERMS = SupplyChanges.Term.values().length;

  private final long[] totals = new long[TERMS];
  private long[] changes = new long[64 * TERMS];
  private int blocks;

  private final long[] sums = new long[TERMS];
  private int summed;

  /** Writes down what records have changed. */
  void add(SupplyChanges more) {
    more.byBlock().forEach(this::add);
  }

  private void add(long block, long[] terms) {
    int at = Math.toIntExact(block);
    if (at >= blocks) {
      blocks = at + 1;
      int needed = Math.multiplyExact(blocks, TERMS);
      if (needed > changes.length) {
        changes = Arrays.copyOf(changes, Math.max(needed, Math.multiplyExact(changes.length, 2)));
      }
    }
    for (int term = 0; term < TERMS; term++) {
      changes[at * TERMS + term] = Math.addExact(changes[at * TERMS + term], terms[term]);
      totals[term] = Math.addExact(totals[term], terms[term]);
    }
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
        rao(terms, SupplyChanges.Term.MINTED),
        rao(terms, SupplyChanges.Term.RECYCLED),
        rao(terms, SupplyChanges.Term.FREE),
        rao(terms, SupplyChanges.Term.STAKED),
        rao(terms, SupplyChanges.Term.PENDING),
        rao(terms, SupplyChanges.Term.LOCKED),
        rao(terms, SupplyChanges.Term.IN_FLIGHT));
  }

  private static Rao rao(long[] terms, SupplyChanges.Term term) {
    return Rao.of(terms[term.ordinal()]);
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
