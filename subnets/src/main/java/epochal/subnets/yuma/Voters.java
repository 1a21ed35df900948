package epochal.subnets.yuma;

/**
 * Who votes in an epoch: the neurons with active stake, each with its part of it (spec 09 §3.6). A
 * stake and a count of one make one number, so that sums of them tell both.
 */
final class Voters {
  /** A voter counts one here, above the bits of a stake. */
  static final int COUNT_SHIFT = 40;

  static final long STAKE_MASK = (1L << COUNT_SHIFT) - 1;

  /** Those with a row in the matrix. */
  int count;

  int[] rows = {};
  long[] stakes = {};

  /** Those without any weight. */
  long silent;

  /** Everybody's stake, raw. */
  long total;

  /** A consensus is the smallest weight for which those who give at most that have more stake. */
  long target;

  private final EpochMatrix matrix;

  Voters(EpochMatrix matrix) {
    this.matrix = matrix;
  }

  /**
   * Turns to another epoch.
   *
   * @param activeStake raw by uid
   * @param majority raw, kappa
   */
  void take(long[] activeStake, long majority) {
    int n = matrix.width;
    if (rows.length < n) {
      rows = new int[n];
      stakes = new long[n];
    }
    long divisor = I32F32.wrappingSum(activeStake);
    long multiplier = Divisors.multiplier(divisor);
    count = 0;
    silent = 0;
    total = 0;
    int r = 0;
    for (int u = 0; u < n; u++) {
      boolean hasRow = r < matrix.rows && matrix.uids[r] == u;
      if (activeStake[u] > 0) {
        long share = Divisors.quotient(activeStake[u], divisor, multiplier);
        total += share;
        long counted = share | 1L << COUNT_SHIFT;
        if (hasRow) {
          rows[count] = r;
          stakes[count++] = counted;
        } else {
          silent += counted;
        }
      }
      if (hasRow) {
        r++;
      }
    }
    target = Math.max(0, Math.min(total - majority, total - 1));
  }

  /** The weights of a voter. */
  long[] row(int voter) {
    return matrix.values[rows[voter]];
  }

  /** The stake and count of everybody. */
  long everyone() {
    long all = silent;
    for (int v = 0; v < count; v++) {
      all += stakes[v];
    }
    return all;
  }
}
