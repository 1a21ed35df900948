package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * One sparse row of raw {@link I32F32} values. Like {@link SparseRow} its order is its own, and an
 * entry may hold 0.
 *
 * @param columns uids, none twice
 * @param values as many raw values
 */
public record FixedRow(int[] columns, long[] values) {
  public static final FixedRow EMPTY = new FixedRow(new int[0], new long[0]);

  public FixedRow {
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          "a row needs as many values as columns: " + values.length + ", " + columns.length);
    }
  }

  public int size() {
    return columns.length;
  }

  /** The same entries with other values. */
  FixedRow map(EntryOperator operator) {
    long[] mapped = new long[size()];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = operator.apply(columns[i], values[i]);
    }
    return new FixedRow(columns, mapped);
  }

  /** Those entries for which {@code kept} holds, in the same order. */
  FixedRow filter(EntryPredicate kept) {
    Buffer buffer = new Buffer(size());
    for (int i = 0; i < size(); i++) {
      if (kept.test(columns[i], values[i])) {
        buffer.add(columns[i], values[i]);
      }
    }
    return buffer.size == size() ? this : buffer.toRow();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedRow row
        && Arrays.equals(columns, row.columns)
        && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(columns) + Arrays.hashCode(values);
  }

  /** As {@code [column: raw, …]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < size(); i++) {
      text.append(i == 0 ? "" : ", ").append(columns[i]).append(": ").append(values[i]);
    }
    return text.append(']').toString();
  }

  /** Maps one entry's raw value. */
  @FunctionalInterface
  interface EntryOperator {
    long apply(int column, long value);
  }

  /** Judges one entry. */
  @FunctionalInterface
  interface EntryPredicate {
    boolean test(int column, long value);
  }

  /** Collects up to {@code capacity} entries in order. */
  static final class Buffer {
    private final int[] columns;
    private final long[] values;
    private int size;

    Buffer(int capacity) {
      columns = new int[capacity];
      values = new long[capacity];
    }

    void add(int column, long value) {
      columns[size] = column;
      values[size++] = value;
    }

    int size() {
      return size;
    }

    FixedRow toRow() {
      return new FixedRow(Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }
  }
}
