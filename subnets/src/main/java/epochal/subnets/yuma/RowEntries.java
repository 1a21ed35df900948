package epochal.subnets.yuma;

import java.util.Arrays;

/** The entries of a row that count, by ascending column. */
final class RowEntries {
  int size;
  int[] columns = {};
  long[] values = {};

  /** One entry in one number, for sorting. */
  private long[] packed = {};

  /** Takes a row's weights that count, divided by their sum. */
  boolean readWeights(SparseRow row, RowMask mask) {
    ensure(row.size());
    size = 0;
    long sum = 0;
    for (int e = 0; e < row.size(); e++) {
      if (mask.countsWeight(row.columns()[e])) {
        sum += row.values()[e];
        columns[size] = row.columns()[e];
        values[size++] = row.values()[e];
      }
    }
    boolean ascends = sort();
    long multiplier = Divisors.multiplier(sum);
    for (int e = 0; e < size; e++) {
      values[e] = Divisors.quotient(values[e], sum, multiplier);
    }
    return ascends;
  }

  /** Takes a row's bonds that count. */
  boolean readBonds(SparseRow row, RowMask mask) {
    ensure(row.size());
    size = 0;
    for (int e = 0; e < row.size(); e++) {
      if (mask.countsBond(row.columns()[e])) {
        columns[size] = row.columns()[e];
        values[size++] = row.values()[e];
      }
    }
    sort();
    return row.ascends();
  }

  private void ensure(int capacity) {
    if (columns.length < capacity) {
      columns = new int[capacity];
      values = new long[capacity];
      packed = new long[capacity];
    }
  }

  /** Sorts by column, and tells whether there was nothing to do. */
  private boolean sort() {
    if (SparseRow.ascends(columns, size)) {
      return true;
    }
    for (int e = 0; e < size; e++) {
      packed[e] = (long) columns[e] << 16 | values[e];
    }
    Arrays.sort(packed, 0, size);
    for (int e = 0; e < size; e++) {
      columns[e] = (int) (packed[e] >>> 16);
      values[e] = packed[e] & 0xffff;
    }
    return false;
  }

  /**
   * Puts weights and bonds side by side.
   *
   * @param absent what stands for the weight of a column that has none
   * @return how many cells there are
   */
  static int merge(
      RowEntries weights, RowEntries bonds, long absent, int[] column, long[] weight, int[] bond) {
    int w = 0;
    int b = 0;
    int k = 0;
    while (w < weights.size || b < bonds.size) {
      int left = w < weights.size ? weights.columns[w] : Integer.MAX_VALUE;
      int right = b < bonds.size ? bonds.columns[b] : Integer.MAX_VALUE;
      column[k] = Math.min(left, right);
      weight[k] = left <= right ? weights.values[w++] : absent;
      bond[k++] = right <= left ? (int) bonds.values[b++] : 0;
    }
    return k;
  }
}
