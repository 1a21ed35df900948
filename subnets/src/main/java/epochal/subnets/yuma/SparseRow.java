package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * One neuron's weights or bonds as they are stored: unsigned 16-bit values by column, in stored
 * order, which need not be ascending and is observable (spec 09 §3). An entry may hold 0.
 *
 * @param columns uids, or netuids in the root network; unsigned 16-bit, none twice
 * @param values as many, unsigned 16-bit
 */
public final class SparseRow {
  public static final SparseRow EMPTY = new SparseRow(new int[0], new int[0]);

  /** Up to so many entries are not worth a search; whoever finds none may go on by as many. */
  static final int SHORT_RUN = 15;

  private final int[] columns;
  private final int[] values;
  private final boolean ascends;

  /**
   * @throws IllegalArgumentException if the lengths differ, a number is not an unsigned 16-bit one,
   *     or a column occurs twice
   */
  public SparseRow(int[] columns, int[] values) {
    this(columns, values, ascends(columns, columns.length));
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          "a row needs as many values as columns: " + values.length + ", " + columns.length);
    }
    requireU16(columns, "column");
    requireU16(values, "value");
    if (!ascends) {
      requireDistinct(columns);
    }
  }

  private SparseRow(int[] columns, int[] values, boolean ascends) {
    this.columns = columns;
    this.values = values;
    this.ascends = ascends;
  }

  /** A row whose numbers are known to be in their ranges and whose columns are distinct. */
  static SparseRow trusted(int[] columns, int[] values) {
    return new SparseRow(columns, values, ascends(columns, columns.length));
  }

  /** The row of a dense matrix, column 0 first; cells of 0 become no entry. */
  public static SparseRow ofDense(int... cells) {
    int entries = (int) Arrays.stream(cells).filter(cell -> cell != 0).count();
    int[] columns = new int[entries];
    int[] values = new int[entries];
    int next = 0;
    for (int column = 0; column < cells.length; column++) {
      if (cells[column] != 0) {
        columns[next] = column;
        values[next++] = cells[column];
      }
    }
    return new SparseRow(columns, values);
  }

  public int[] columns() {
    return columns;
  }

  public int[] values() {
    return values;
  }

  public int size() {
    return columns.length;
  }

  /** Whether the columns are in ascending order. */
  boolean ascends() {
    return ascends;
  }

  /**
   * Where a run of neighbouring columns ends that begins at an entry, or {@code start} itself if
   * the run has no more than {@link #SHORT_RUN} entries. In an ascending row a column's distance
   * from its position never falls, so that the end can be searched for.
   */
  int endOfRun(int start) {
    int distance = columns[start] - start;
    int last = start + SHORT_RUN;
    if (!ascends || last >= columns.length || columns[last] - last != distance) {
      return start;
    }
    int beyond = columns.length;
    for (int step = SHORT_RUN; last + step < beyond; step *= 2) {
      if (columns[last + step] - last - step != distance) {
        beyond = last + step;
      } else {
        last += step;
      }
    }
    while (beyond - last > 1) {
      int middle = (last + beyond) >>> 1;
      if (columns[middle] - middle == distance) {
        last = middle;
      } else {
        beyond = middle;
      }
    }
    return last + 1;
  }

  /** Whether the first of these columns ascend. */
  static boolean ascends(int[] columns, int count) {
    int signs = 0;
    for (int e = 1; e < count; e++) {
      signs |= columns[e] - columns[e - 1] - 1;
    }
    return signs >= 0;
  }

  private static void requireU16(int[] numbers, String what) {
    for (int number : numbers) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException(what + " is not an unsigned 16-bit number: " + number);
      }
    }
  }

  private static void requireDistinct(int[] columns) {
    int[] sorted = columns.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i - 1] == sorted[i]) {
        throw new IllegalArgumentException("column occurs twice in a row: " + sorted[i]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseRow row
        && Arrays.equals(columns, row.columns)
        && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(columns) + Arrays.hashCode(values);
  }

  /** As {@code [column: value, …]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size(); i++) {
      text.append(i == 0 ? "" : ", ").append(columns[i]).append(": ").append(values[i]);
    }
    return text.append(']').toString();
  }
}
