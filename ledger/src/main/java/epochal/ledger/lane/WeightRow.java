package epochal.ledger.lane;

import epochal.ledger.vector.IntVector;

/**
 * One sparse row of weights or bonds: pairs of a target and an unsigned 16-bit value, in stored
 * order, which need not be ascending.
 *
 * @param targets uids, or netuids in the root network
 * @param values as many, 0 to 65535
 */
public record WeightRow(IntVector targets, IntVector values) {
  public static final WeightRow EMPTY = new WeightRow(IntVector.EMPTY, IntVector.EMPTY);

  public WeightRow {
    if (targets.size() != values.size()) {
      throw new IllegalArgumentException(
          "a row needs as many values as targets: " + values.size() + ", " + targets.size());
    }
  }

  public int size() {
    return targets.size();
  }

  /** Whether there is a value other than 0 for {@code target}. */
  public boolean has(int target) {
    for (int i = 0; i < size(); i++) {
      if (targets.get(i) == target) {
        return values.get(i) != 0;
      }
    }
    return false;
  }

  /** This row with the value 0 for {@code target}; the entry stays where it is. */
  public WeightRow cleared(int target) {
    for (int i = 0; i < size(); i++) {
      if (targets.get(i) == target && values.get(i) != 0) {
        int[] zeroed = values.values().clone();
        zeroed[i] = 0;
        return new WeightRow(targets, new IntVector(zeroed));
      }
    }
    return this;
  }
}
