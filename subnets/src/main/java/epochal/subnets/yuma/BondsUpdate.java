package epochal.subnets.yuma;

/**
 * The step from the last epoch's bonds to this one's, and what they pay (spec 09 §3.10, §3.11): a
 * few passes over the rows of a tile of columns. What they compute is told in {@link Bonds}.
 */
final class BondsUpdate {
  private static final long[] NONE = {};

  private final EpochMatrix matrix;
  private final HiddenEntries hidden;
  private final Divisors byBonds = new Divisors();
  private final Divisors byPurchases = new Divisors();
  private final Divisors bySum = new Divisors();

  /** By column; all 0 between tiles. */
  private long[] bondSums = {};

  private long[] purchaseSums = {};
  private long[] sums = {};
  private long[] incentive = NONE;
  private long[] consensus = NONE;
  private long[] activeStake = NONE;
  private long alpha;
  private boolean yuma3;
  private boolean liquid;
  private final AlphaCurve curve = new AlphaCurve();

  BondsUpdate(EpochMatrix matrix) {
    this.matrix = matrix;
    hidden = new HiddenEntries(matrix);
  }

  /** Turns to another epoch. */
  void begin(EpochInput in, long[] stake, long[] consensusByUid, long[] incentiveByUid) {
    int n = matrix.width;
    if (sums.length < n) {
      sums = new long[n];
      bondSums = new long[n];
      purchaseSums = new long[n];
    }
    byBonds.ensure(n);
    byPurchases.ensure(n);
    bySum.ensure(n);
    EpochParameters parameters = in.parameters();
    activeStake = stake;
    consensus = consensusByUid;
    incentive = incentiveByUid;
    alpha = parameters.bondsAlpha();
    yuma3 = parameters.yuma3();
    liquid = yuma3 && parameters.liquidAlpha() && I32F32.wrappingSum(consensus) != 0;
    if (liquid) {
      curve.take(parameters);
      hidden.find(in);
    }
  }

  /** Lets go of what belongs to others. */
  void forget() {
    activeStake = NONE;
    consensus = NONE;
    incentive = NONE;
  }

  /** Whether every bond moves at its own speed in this epoch. */
  boolean liquid() {
    return liquid;
  }

  void update(int from, int to, RowScratch scratch) {
    if (yuma3) {
      levels(from, to, scratch);
    } else {
      shares(from, to, scratch);
    }
  }

  private void levels(int from, int to, RowScratch scratch) {
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] value = matrix.values[r];
      if (liquid) {
        long[] limit = matrix.aligned(r, consensus, scratch.first);
        liquid(r, value, matrix.bonds[r], limit, start, end, scratch);
      } else {
        asLevels(matrix.bonds[r], scratch.first, start, end);
        average(value, scratch.first, alpha, start, end);
      }
      matrix.addTo(sums, r, value, start, end);
    }
    bySum.take(sums, matrix.start(from), matrix.dense ? to : matrix.width);
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] value = matrix.values[r];
      long[] share = scratch.fourth;
      System.arraycopy(value, start, share, start, end - start);
      divide(share, bySum, r, start, end, scratch);
      scratch.earned[r] += products(share, matrix.aligned(r, incentive, scratch.first), start, end);
      mark(value, value, start, end);
      store(value, matrix.bonds[r], start, end);
    }
  }

  private static void asLevels(int[] bond, long[] level, int from, int to) {
    for (int k = from; k < to; k++) {
      level[k] = UnitFixed.ofProportion(bond[k]);
    }
  }

  /** Replaces positive values by others, and what is no entry by ABSENT. */
  private static void mark(long[] value, long[] by, int from, int to) {
    for (int k = from; k < to; k++) {
      value[k] = by[k] | ((value[k] - 1) >> 63);
    }
  }

  /** Makes proportions of the entries. */
  private static void store(long[] value, int[] stored, int from, int to) {
    for (int k = from; k < to; k++) {
      stored[k] = (int) (((value[k] * Proportion.ONE) >>> 32) | (value[k] >> 63));
    }
  }

  private void liquid(
      int r, long[] value, int[] bond, long[] limit, int from, int to, RowScratch scratch) {
    long[] distance = scratch.second;
    if (hidden.in(r)) {
      long[] weightSeen = scratch.third;
      long[] bondSeen = scratch.fourth;
      for (int k = from; k < to; k++) {
        weightSeen[k] = UnitFixed.notNegative(value[k]);
        bondSeen[k] = UnitFixed.ofProportion(bond[k]);
      }
      hidden.hide(r, weightSeen, bondSeen, from, to);
      distances(weightSeen, bondSeen, limit, distance, from, to);
    } else {
      distances(value, bond, limit, distance, from, to);
    }
    curve.alphas(distance, from, to);
    moveEach(value, bond, distance, from, to);
  }

  private static void distances(
      long[] weight, int[] bond, long[] limit, long[] distance, int from, int to) {
    for (int k = from; k < to; k++) {
      // What has no entry gets no bond whatever its alpha is; 0 is the distance that costs nothing.
      long entry = ~(weight[k] >> 63);
      distance[k] = distance(weight[k] & entry, UnitFixed.ofProportion(bond[k]), limit[k]) & entry;
    }
  }

  private static void distances(
      long[] weight, long[] bond, long[] limit, long[] distance, int from, int to) {
    for (int k = from; k < to; k++) {
      distance[k] = distance(weight[k], bond[k], limit[k]);
    }
  }

  private static long distance(long weight, long bond, long consensus) {
    long rising = weight - bond;
    long selling = rising >> 63;
    return (selling & -rising) | (~selling & UnitFixed.notNegative(weight - consensus));
  }

  private static void moveEach(long[] value, int[] bond, long[] alpha, int from, int to) {
    for (int k = from; k < to; k++) {
      long entry = ~(value[k] >> 63);
      long moved =
          UnitFixed.product(I32F32.ONE - alpha[k], UnitFixed.ofProportion(bond[k]))
              + UnitFixed.product(alpha[k], value[k] & entry);
      value[k] = moved & entry;
    }
  }

  private void shares(int from, int to, RowScratch scratch) {
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] purchase = matrix.values[r];
      scale(purchase, activeStake[matrix.uids[r]], start, end);
      matrix.addTo(purchaseSums, r, purchase, start, end);
      addBonds(r, start, end);
    }
    int first = matrix.start(from);
    int last = matrix.dense ? to : matrix.width;
    byPurchases.take(purchaseSums, first, last);
    byBonds.take(bondSums, first, last);
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] value = matrix.values[r];
      divide(value, byPurchases, r, start, end, scratch);
      long[] share = scratch.fourth;
      for (int k = start; k < end; k++) {
        share[k] = matrix.bonds[r][k];
      }
      divide(share, byBonds, r, start, end, scratch);
      average(value, share, alpha, start, end);
      matrix.addTo(sums, r, value, start, end);
    }
    bySum.take(sums, first, last);
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] value = matrix.values[r];
      long[] share = scratch.fourth;
      System.arraycopy(value, start, share, start, end - start);
      divide(share, bySum, r, start, end, scratch);
      long[] paid = matrix.aligned(r, incentive, scratch.first);
      scratch.earned[r] += products(share, paid, start, end);
      mark(value, share, start, end);
      raise(r, value, start, end);
    }
    bySum.take(sums, first, last);
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] value = matrix.values[r];
      long[] share = scratch.fourth;
      for (int k = start; k < end; k++) {
        share[k] = UnitFixed.notNegative(value[k]);
      }
      divide(share, bySum, r, start, end, scratch);
      for (int k = start; k < end; k++) {
        value[k] = share[k] | (value[k] >> 63);
      }
      store(value, matrix.bonds[r], start, end);
    }
  }

  private static void scale(long[] value, long factor, int from, int to) {
    for (int k = from; k < to; k++) {
      value[k] = UnitFixed.product(factor, UnitFixed.notNegative(value[k]));
    }
  }

  private void addBonds(int r, int from, int to) {
    int[] bond = matrix.bonds[r];
    if (matrix.dense) {
      for (int k = from; k < to; k++) {
        bondSums[k] += bond[k];
      }
    } else {
      int[] column = matrix.columns[r];
      for (int k = from; k < to; k++) {
        bondSums[column[k]] += bond[k];
      }
    }
  }

  private void divide(long[] values, Divisors by, int r, int from, int to, RowScratch scratch) {
    Divisors.divide(
        values,
        matrix.aligned(r, by.divisor, scratch.first),
        matrix.aligned(r, by.multiplier, scratch.second),
        from,
        to);
  }

  private static void average(long[] value, long[] old, long alpha, int from, int to) {
    long decay = I32F32.ONE - alpha;
    for (int k = from; k < to; k++) {
      value[k] =
          UnitFixed.product(alpha, UnitFixed.notNegative(value[k]))
              + UnitFixed.product(decay, old[k]);
    }
  }

  private static long products(long[] a, long[] b, int from, int to) {
    long sum = 0;
    for (int k = from; k < to; k++) {
      sum += UnitFixed.product(a[k], b[k]);
    }
    return sum;
  }

  private void raise(int r, long[] value, int from, int to) {
    if (matrix.dense) {
      for (int k = from; k < to; k++) {
        sums[k] = UnitFixed.max(sums[k], value[k]);
      }
    } else {
      int[] column = matrix.columns[r];
      for (int k = from; k < to; k++) {
        sums[column[k]] = Math.max(sums[column[k]], value[k]);
      }
    }
  }
}
