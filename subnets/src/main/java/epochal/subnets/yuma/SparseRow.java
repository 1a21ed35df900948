package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * One neuron's weights or bonds as they are stored: unsigned 16-bit values by column, in stored
 * order, which need not be ascending and is observable (spec 09 §3). An entry may hold 0.
 *
 * @param columns uids, or netuids in the root network; unsigned 16-bit, none twice
 * @param values as many, unsigned 16-bit
 */
public record SparseRow(int[] columns, int[] values) {
  public static final SparseRow EMPTY = new SparseRow(new int[0], new int[0]);

  /**
   * @throws IllegalArgumentException if the lengths differ, a number is not an unsigned 16-bit one,
   *     or a column occurs twice
   */
  public SparseRow {
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          "a row needs as many values as columns: " + values.length + ", " + columns.length);
    }
    requireU16(columns, "column");
    requireU16(values, "value");
    requireDistinct(columns);
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

  public int size() {
    return columns.length;
  }

  private static void requireU16(int[] numbers, String what) {
    for (int number : numbers) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException(what + " is not an unsigned 16-bit number: " + number);
      }
    }
  }

  private static void requireDistinct(int[] columns) {
    boolean ascending = true;
    for (int i = 1; i < columns.length && ascending; i++) {
      ascending = columns[i - 1] < columns[i];
    }
    if (ascending) {
      return;
    }
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
