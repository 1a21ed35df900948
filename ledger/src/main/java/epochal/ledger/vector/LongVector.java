package epochal.ledger.vector;

import java.util.Arrays;

/**
 * An immutable list of longs with value equality, as compact as an array. The array is shared, not
 * copied: who makes one gives the array away.
 */
public record LongVector(long[] values) {
  public static final LongVector EMPTY = new LongVector(new long[0]);

  public static LongVector of(long... values) {
    return values.length == 0 ? EMPTY : new LongVector(values);
  }

  public int size() {
    return values.length;
  }

  public long get(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongVector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
