package epochal.subnets.yuma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries that liquid alpha does not see (spec 09 §3.11): in a row that does not ascend, those
 * that stand behind one with a larger column.
 */
final class HiddenEntries {
  private static final boolean[] NONE = {};

  private final EpochMatrix matrix;

  /** By row, then by cell; meaningful for a row that {@linkplain #unordered is unordered}. */
  private boolean[][] weights = {};

  private boolean[][] bonds = {};
  private boolean[] unordered = {};

  HiddenEntries(EpochMatrix matrix) {
    this.matrix = matrix;
  }

  /** Looks through the rows of an epoch; entries that were clipped away hide nothing. */
  void find(EpochInput in) {
    ensureRows();
    boolean reordered = reordersWeights(in.parameters());
    @Nullable RowMask mask = null;
    for (int r = 0; r < matrix.rows; r++) {
      boolean weightsAscend = matrix.weightsAscend[r] || reordered;
      unordered[r] = !weightsAscend || !matrix.bondsAscend[r];
      if (unordered[r]) {
        int u = matrix.uids[r];
        mask = mask == null ? new RowMask(in) : mask;
        weights[r] = cleared(weights[r], matrix.sizes[r]);
        bonds[r] = cleared(bonds[r], matrix.sizes[r]);
        if (!weightsAscend) {
          findWeights(r, in.weights().get(u).columns());
        }
        findBonds(r, in.bonds().get(u).columns(), mask);
      }
    }
  }

  private void ensureRows() {
    int before = weights.length;
    if (before < matrix.rows) {
      unordered = new boolean[matrix.rows];
      weights = Arrays.copyOf(weights, matrix.rows);
      bonds = Arrays.copyOf(bonds, matrix.rows);
      Arrays.fill(weights, before, matrix.rows, NONE);
      Arrays.fill(bonds, before, matrix.rows, NONE);
    }
  }

  private static boolean[] cleared(boolean[] flags, int size) {
    if (flags.length < size) {
      return new boolean[size];
    }
    Arrays.fill(flags, 0, size, false);
    return flags;
  }

  /** Whether the weights that bonds follow are in ascending order, however they came. */
  static boolean reordersWeights(EpochParameters parameters) {
    return parameters.bondsPenalty() != 0 && parameters.bondsPenalty() != Proportion.ONE;
  }

  private void findWeights(int r, int[] columns) {
    boolean[] hidden = weights[r];
    int largest = -1;
    for (int column : columns) {
      int k = matrix.cell(r, column);
      if (k >= 0 && matrix.values[r][k] >= 0) {
        hidden[k] = column < largest;
        largest = Math.max(largest, column);
      }
    }
  }

  private void findBonds(int r, int[] columns, RowMask mask) {
    boolean[] hidden = bonds[r];
    int largest = -1;
    for (int column : columns) {
      if (mask.keepsBond(column)) {
        int k = matrix.cell(r, column);
        if (k >= 0) {
          hidden[k] = column < largest;
        }
        largest = Math.max(largest, column);
      }
    }
  }

  /** Whether a row hides entries. */
  boolean in(int r) {
    return unordered[r];
  }

  /** Makes 0 of what a row hides. */
  void hide(int r, long[] weightSeen, long[] bondSeen, int from, int to) {
    hide(weights[r], weightSeen, from, to);
    hide(bonds[r], bondSeen, from, to);
  }

  private static void hide(boolean[] hidden, long[] seen, int from, int to) {
    for (int k = from; k < to; k++) {
      if (hidden[k]) {
        seen[k] = 0;
      }
    }
  }
}
