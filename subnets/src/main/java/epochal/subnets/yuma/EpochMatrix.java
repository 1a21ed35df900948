package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * The weights and bonds of one epoch, a row for each neuron that has either, side by side: cell k
 * of a row of {@code values} and cell k of the same row of {@code bonds} belong to the same column.
 *
 * <p>Where entries are many, the matrix is <em>dense</em>: every row has a cell for every column,
 * in order. Otherwise a row has cells for the columns that its weights or bonds mention, ascending,
 * and {@link #columns} tells which. What loops over the cells of a row need not know: they take
 * what belongs to columns from arrays that are {@linkplain #aligned aligned} with the row.
 *
 * <p>A cell of {@code values} first holds a weight, then the weight that bonds follow, then the new
 * bond, all raw {@link I32F32} in [0, one], or {@link #ABSENT}. A cell of {@code bonds} first holds
 * the stored bond, 0 where there is none, and then the new one as it will be stored, or ABSENT.
 *
 * <p>Everything is kept from one epoch to the next and grows when a larger one comes.
 */
final class EpochMatrix {
  /** A cell without an entry, where that is not the same as a 0. */
  static final int ABSENT = -1;

  /**
   * An entry in so many cells is enough for a dense matrix: a cell of one takes about half of the
   * time of a cell of a sparse one.
   */
  private static final long DENSE_FROM = 2;

  /** A dense matrix of so few cells is quick whatever is in it. */
  private static final long SMALL = 2_048;

  /** Behind a row, so that rows do not all begin in the same sets of a cache. */
  private static final int PADDING = 72;

  int rows;
  int width;
  boolean dense;

  /** Whether a cell without a weight is ABSENT, and not simply 0. */
  boolean marksAbsent;

  /** By row. */
  int[] uids = {};

  int[] sizes = {};
  int[][] columns = {};
  long[][] values = {};
  int[][] bonds = {};

  /** Whether the weights and the bonds of a row came in ascending order. */
  boolean[] weightsAscend = {};

  boolean[] bondsAscend = {};

  private final RowEntries weightEntries = new RowEntries();
  private final RowEntries bondEntries = new RowEntries();

  /**
   * Reads the rows of an epoch: weights masked and each row divided by its sum (spec 09 §3.5),
   * bonds masked (§3.9).
   *
   * @param permits who may validate; the weights of others do not count
   */
  void read(EpochInput in, boolean[] permits) {
    width = in.size();
    marksAbsent = in.parameters().yuma3() && in.parameters().liquidAlpha();
    if (uids.length < width) {
      ensureRows(width);
    }
    rows = 0;
    long entries = 0;
    for (int u = 0; u < width; u++) {
      int weights = permits[u] ? in.weights().get(u).size() : 0;
      int bondCount = in.bonds().get(u).size();
      if (weights > 0 || bondCount > 0) {
        entries += Math.max(weights, bondCount);
        uids[rows++] = u;
      }
    }
    long cells = (long) rows * width;
    dense = cells <= SMALL || entries * DENSE_FROM >= cells;
    var mask = new RowMask(in);
    int absent = marksAbsent ? ABSENT : 0;
    for (int r = 0; r < rows; r++) {
      int u = uids[r];
      SparseRow weights = permits[u] ? in.weights().get(u) : SparseRow.EMPTY;
      if (dense) {
        readDense(r, weights, in.bonds().get(u), mask, absent);
      } else {
        readSparse(r, weights, in.bonds().get(u), mask, absent);
      }
    }
  }

  private void ensureRows(int count) {
    uids = new int[count];
    sizes = new int[count];
    weightsAscend = new boolean[count];
    bondsAscend = new boolean[count];
    int before = values.length;
    columns = Arrays.copyOf(columns, count);
    values = Arrays.copyOf(values, count);
    bonds = Arrays.copyOf(bonds, count);
    for (int r = before; r < count; r++) {
      columns[r] = new int[0];
      values[r] = new long[0];
      bonds[r] = new int[0];
    }
  }

  private void ensureCells(int r, int size) {
    if (values[r].length < size) {
      values[r] = new long[size + PADDING];
      bonds[r] = new int[size + PADDING];
    }
  }

  private void readDense(int r, SparseRow weights, SparseRow bondRow, RowMask mask, int absent) {
    ensureCells(r, width);
    sizes[r] = width;
    weightsAscend[r] = weights.ascends();
    bondsAscend[r] = bondRow.ascends();
    // The place of the bonds first holds the weights as integers.
    int[] integers = bonds[r];
    Arrays.fill(integers, 0, width, absent);
    spread(weights, integers);
    mask.of(uids[r]).clearWeights(integers, absent);
    divide(integers, values[r], sum(integers, width), width);
    Arrays.fill(integers, 0, width, 0);
    spread(bondRow, integers);
    mask.clearBonds(integers);
  }

  /** Entries of neighbouring columns, of which a dense row has many, are copied in one go. */
  private void spread(SparseRow from, int[] row) {
    int[] columns = from.columns();
    int[] numbers = from.values();
    for (int e = 0, end; e < columns.length; e = end) {
      end = from.endOfRun(e);
      if (end > e) {
        int count = Math.max(0, Math.min(end - e, width - columns[e]));
        System.arraycopy(numbers, e, row, columns[e], count);
      } else {
        end = Math.min(columns.length, e + SparseRow.SHORT_RUN);
        for (int i = e; i < end; i++) {
          if (columns[i] < width) {
            row[columns[i]] = numbers[i];
          }
        }
      }
    }
  }

  private static long sum(int[] row, int width) {
    long sum = 0;
    for (int k = 0; k < width; k++) {
      sum += UnitFixed.notNegative(row[k]);
    }
    return sum;
  }

  /** As {@link Divisors#quotient}; values of 16 bits are at most one too large. */
  private static void divide(int[] integers, long[] row, long divisor, int width) {
    long multiplier = Divisors.multiplier(divisor);
    for (int k = 0; k < width; k++) {
      long value = integers[k];
      long estimate = (value * multiplier) >>> 31;
      long tooLarge = ((value << 32) - estimate * divisor) >> 63;
      long absent = value >> 63;
      row[k] = (estimate + tooLarge & ~absent) | absent;
    }
  }

  private void readSparse(int r, SparseRow weights, SparseRow bondRow, RowMask mask, int absent) {
    mask.of(uids[r]);
    weightsAscend[r] = weightEntries.readWeights(weights, mask);
    bondsAscend[r] = bondEntries.readBonds(bondRow, mask);
    int capacity = weightEntries.size + bondEntries.size;
    ensureCells(r, capacity);
    if (columns[r].length < capacity) {
      columns[r] = new int[capacity + PADDING];
    }
    sizes[r] =
        RowEntries.merge(weightEntries, bondEntries, absent, columns[r], values[r], bonds[r]);
  }

  /** Where the cells of a row begin and end that belong to these columns. */
  int start(int from) {
    return dense ? from : 0;
  }

  int end(int r, int to) {
    return dense ? to : sizes[r];
  }

  /** The cell of a row that belongs to a column, or -1. */
  int cell(int r, int column) {
    if (dense) {
      return column < width ? column : -1;
    }
    int k = Arrays.binarySearch(columns[r], 0, sizes[r], column);
    return k < 0 ? -1 : k;
  }

  /** What belongs to the columns of a row's cells, by cell. */
  long[] aligned(int r, long[] byColumn, long[] scratch) {
    if (dense) {
      return byColumn;
    }
    int[] column = columns[r];
    for (int k = 0; k < sizes[r]; k++) {
      scratch[k] = byColumn[column[k]];
    }
    return scratch;
  }

  /** Adds numbers that belong to a row's cells to the sums of their columns. */
  void addTo(long[] sums, int r, long[] numbers, int from, int to) {
    if (dense) {
      for (int k = from; k < to; k++) {
        sums[k] += numbers[k];
      }
    } else {
      int[] column = columns[r];
      for (int k = from; k < to; k++) {
        sums[column[k]] += numbers[k];
      }
    }
  }
}
