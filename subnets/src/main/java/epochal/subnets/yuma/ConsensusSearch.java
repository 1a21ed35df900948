package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * The consensus of every column (spec 09 §3.6): the stake-weighted median of the voters' weights
 * for it, found without sorting, and with no branch on a weight in what goes over all of them.
 *
 * <h2>Why it is the chain's median</h2>
 *
 * The chain's search by pivots ends, whatever pivots it takes, at the smallest weight w for which
 * the stake of those who give at most w exceeds the minority; at the smallest weight of all if the
 * minority is negative, and at the largest if it is everything. So with {@code target}, the
 * minority brought between 0 and one less than all stake, it is the smallest w with {@code
 * stakeUpTo(w) > target}. Stakes are positive and add up to at most one, so no sum saturates and
 * their order does not matter.
 *
 * <h2>The search</h2>
 *
 * {@code stakeUpTo} is a step function, and its step over the target is found by halving the
 * interval of possible values: {@code stakeUpTo(low) <= target < stakeUpTo(high)}. One probe adds
 * up, voter by voter and for a tile of columns at once, {@code stake & mask}, where the mask is the
 * sign of {@code weight - probe}. With the stake goes a count in the bits above it, and a column in
 * whose interval only one voter is left needs no further probe: its median is the largest weight up
 * to high. Every other probe divides the interval as if the stake in it were evenly spread, which
 * is nearly so. When few columns of a tile are open, these are finished one by one.
 */
final class ConsensusSearch {
  /** When at most one column in so many is open, halving costs more than finishing these. */
  private static final int FINISH_BELOW = 5;

  private final EpochMatrix matrix;

  private final Voters voters;
  private final ListedConsensus listed;

  private long[] low = {};
  private long[] high = {};
  private long[] below = {};
  private long[] upTo = {};
  private long[] probe = {};
  private long[] sums = {};

  ConsensusSearch(EpochMatrix matrix) {
    this.matrix = matrix;
    voters = new Voters(matrix);
    listed = new ListedConsensus(matrix, voters);
  }

  /**
   * Turns to another epoch.
   *
   * @param activeStake raw by uid
   * @param majority raw, kappa
   */
  void begin(long[] activeStake, long majority) {
    voters.take(activeStake, majority);
    int n = matrix.width;
    if (low.length < n) {
      low = new long[n];
      high = new long[n];
      below = new long[n];
      upTo = new long[n];
      probe = new long[n];
      sums = new long[n];
    }
  }

  /** Finds the consensus of these columns. */
  void find(int from, int to, long[] consensus) {
    Arrays.fill(consensus, from, to, 0);
    if (voters.total == 0) {
      return;
    }
    if (matrix.dense) {
      findInTile(from, to, consensus);
    } else {
      listed.find(consensus);
    }
  }

  private void findInTile(int from, int to, long[] consensus) {
    begin(from, to);
    int open = divide(from, to, true);
    for (boolean halves = false; open * FINISH_BELOW > to - from; halves = !halves) {
      addUpTo(from, to);
      for (int c = from; c < to; c++) {
        long sum = sums[c];
        if ((sum & Voters.STAKE_MASK) > voters.target) {
          high[c] = probe[c] - 1;
          upTo[c] = sum;
        } else {
          low[c] = probe[c] - 1;
          below[c] = sum;
        }
      }
      open = divide(from, to, halves);
    }
    for (int v = 0; v < voters.count; v++) {
      raiseUpTo(consensus, high, voters.row(v), from, to);
    }
    if (open > 0) {
      for (int c = from; c < to; c++) {
        if (isOpen(c)) {
          consensus[c] = finish(c);
        }
      }
    }
  }

  /** The widest intervals: from below the smallest weight, or 0, to the largest. */
  private void begin(int from, int to) {
    Arrays.fill(low, from, to, I32F32.ONE);
    Arrays.fill(high, from, to, 0);
    for (int v = 0; v < voters.count; v++) {
      widen(low, high, voters.row(v), from, to);
    }
    if (anyZero(low, from, to)) {
      Arrays.fill(probe, from, to, 1);
      addUpTo(from, to);
    } else {
      Arrays.fill(sums, from, to, voters.silent);
    }
    long all = voters.everyone();
    for (int c = from; c < to; c++) {
      below[c] = sums[c];
      upTo[c] = all;
      low[c] = Math.max(0, low[c] - 1);
      if ((sums[c] & Voters.STAKE_MASK) > voters.target) {
        // Those who give nothing are already more than the minority.
        low[c] = 0;
        high[c] = 0;
      }
    }
  }

  private static boolean anyZero(long[] smallest, int from, int to) {
    for (int c = from; c < to; c++) {
      if (smallest[c] <= 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpen(int c) {
    return high[c] - low[c] > 1 && (upTo[c] - below[c]) >>> Voters.COUNT_SHIFT > 1;
  }

  /**
   * Chooses the next probes, one above the values whose stake is wanted, and counts open columns.
   *
   * @param halves whether to halve the intervals, and not to divide them as if the stake in them
   *     was evenly spread
   */
  private int divide(int from, int to, boolean halves) {
    int open = 0;
    for (int c = from; c < to; c++) {
      boolean isOpen = isOpen(c);
      open += isOpen ? 1 : 0;
      long width = high[c] - low[c];
      long part = halves ? width >> 1 : part(c, width);
      probe[c] = 1 + (isOpen ? low[c] + part : high[c]);
    }
    return open;
  }

  /** In 256ths, from 1 to 255; the lowest bits of a stake do not matter. Of open columns only. */
  private long part(int c, long width) {
    int stake = (int) ((upTo[c] - below[c] & Voters.STAKE_MASK) >>> 10) + 1;
    int wanted = (int) (voters.target - (below[c] & Voters.STAKE_MASK) >>> 10);
    long part = width * (wanted * 254 / stake + 1) >> 8;
    return Math.min(Math.max(part, 1), width - 1);
  }

  /** The stake and count of those below the probe. */
  private void addUpTo(int from, int to) {
    Arrays.fill(sums, from, to, voters.silent);
    int v = 0;
    for (; v + 2 <= voters.count; v += 2) {
      addTwo(
          voters.row(v),
          voters.row(v + 1),
          voters.stakes[v],
          voters.stakes[v + 1],
          probe,
          sums,
          from,
          to);
    }
    for (; v < voters.count; v++) {
      addOne(voters.row(v), voters.stakes[v], probe, sums, from, to);
    }
  }

  private static void addTwo(
      long[] a, long[] b, long stakeA, long stakeB, long[] probe, long[] sums, int from, int to) {
    for (int k = from; k < to; k++) {
      sums[k] += (stakeA & ((a[k] - probe[k]) >> 63)) + (stakeB & ((b[k] - probe[k]) >> 63));
    }
  }

  private static void addOne(long[] row, long stake, long[] probe, long[] sums, int from, int to) {
    for (int k = from; k < to; k++) {
      sums[k] += stake & ((row[k] - probe[k]) >> 63);
    }
  }

  private static void widen(long[] smallest, long[] largest, long[] row, int from, int to) {
    for (int k = from; k < to; k++) {
      smallest[k] = UnitFixed.min(smallest[k], row[k]);
      largest[k] = UnitFixed.max(largest[k], row[k]);
    }
  }

  /** The largest of the values up to a limit. */
  private static void raiseUpTo(long[] largest, long[] limit, long[] row, int from, int to) {
    for (int k = from; k < to; k++) {
      long value = row[k] & ~((limit[k] - row[k]) >> 63);
      long above = value - largest[k];
      largest[k] += above & ~(above >> 63);
    }
  }

  /** The median of a column with more than one voter between low and high. */
  private long finish(int c) {
    long floor = low[c];
    long stake = below[c] & Voters.STAKE_MASK;
    while (true) {
      long next = Long.MAX_VALUE;
      long nextStake = 0;
      for (int v = 0; v < voters.count; v++) {
        long value = voters.row(v)[c];
        if (value > floor && value <= next) {
          nextStake = (value == next ? nextStake : 0) + (voters.stakes[v] & Voters.STAKE_MASK);
          next = value;
        }
      }
      stake += nextStake;
      if (stake > voters.target) {
        return next;
      }
      floor = next;
    }
  }
}
