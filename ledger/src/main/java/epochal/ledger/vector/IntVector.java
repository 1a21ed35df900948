package epochal.ledger.vector;

import java.util.Arrays;

/**
 * An immutable list of ints with value equality, as compact as an array. The array is shared, not
 * copied: who makes one gives the array away.
 */
public record IntVector(int[] values) {
  public static final IntVector EMPTY = new IntVector(new int[0]);

  public static IntVector of(int... values) {
    return values.length == 0 ? EMPTY : new IntVector(values);
  }

  public int size() {
    return values.length;
  }

  public int get(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntVector vector && Arrays.equals(values, vector.values);
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
