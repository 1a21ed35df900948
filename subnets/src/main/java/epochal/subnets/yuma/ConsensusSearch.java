package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * The consensus of every column (spec 09 §3.6): the stake-weighted median of the voters' weights
 * for it, found without sorting and without a branch on a weight.
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
 * to high. When few columns of a tile are open, these are finished one by one.
 */
final class ConsensusSearch {
  /** A voter counts one here, above the bits of a stake. */
  private static final int COUNT_SHIFT = 40;

  private static final long STAKE_MASK = (1L << COUNT_SHIFT) - 1;

  /** When at most one column in so many is open, halving costs more than finishing these. */
  private static final int FINISH_BELOW = 12;

  private final EpochMatrix matrix;

  /** Rows of the matrix that vote, and their stake and count. */
  private int[] voterRows = {};

  private long[] voterStakes = {};
  private int voters;

  /** Stake and count of voters without any weight. */
  private long silent;

  private long total;
  private long target;

  private long[] low = {};
  private long[] high = {};
  private long[] below = {};
  private long[] upTo = {};
  private long[] probe = {};
  private long[] sums = {};

  ConsensusSearch(EpochMatrix matrix) {
    this.matrix = matrix;
  }

  /**
   * Turns to another epoch.
   *
   * @param activeStake raw by uid
   * @param majority raw, kappa
   */
  void begin(long[] activeStake, long majority) {
    int n = matrix.width;
    if (low.length < n) {
      low = new long[n];
      high = new long[n];
      below = new long[n];
      upTo = new long[n];
      probe = new long[n];
      sums = new long[n];
      voterRows = new int[n];
      voterStakes = new long[n];
    }
    long divisor = I32F32.wrappingSum(activeStake);
    long multiplier = Divisors.multiplier(divisor);
    voters = 0;
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
          voterRows[voters] = r;
          voterStakes[voters++] = counted;
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

  /** Finds the consensus of these columns. */
  void find(int from, int to, long[] consensus) {
    Arrays.fill(consensus, from, to, 0);
    if (total == 0) {
      return;
    }
    if (matrix.dense) {
      findInTile(from, to, consensus);
    } else {
      findByColumn(consensus);
    }
  }

  private void findInTile(int from, int to, long[] consensus) {
    // Who gives nothing: for most columns of a sparse matrix that is already more than a minority.
    Arrays.fill(probe, from, to, 1);
    addUpTo(from, to);
    Arrays.fill(high, from, to, 0);
    for (int v = 0; v < voters; v++) {
      raise(high, matrix.values[voterRows[v]], from, to);
    }
    long all = silent;
    for (int v = 0; v < voters; v++) {
      all += voterStakes[v];
    }
    for (int c = from; c < to; c++) {
      low[c] = 0;
      below[c] = sums[c];
      upTo[c] = all;
      if ((sums[c] & STAKE_MASK) > target) {
        high[c] = 0;
        upTo[c] = sums[c];
      }
    }
    int open = divide(from, to, true);
    for (boolean halves = false; open * FINISH_BELOW > to - from; halves = !halves) {
      addUpTo(from, to);
      for (int c = from; c < to; c++) {
        long sum = sums[c];
        if ((sum & STAKE_MASK) > target) {
          high[c] = probe[c] - 1;
          upTo[c] = sum;
        } else {
          low[c] = probe[c] - 1;
          below[c] = sum;
        }
      }
      open = divide(from, to, halves);
    }
    for (int v = 0; v < voters; v++) {
      raiseUpTo(consensus, high, matrix.values[voterRows[v]], from, to);
    }
    if (open > 0) {
      for (int c = from; c < to; c++) {
        if (isOpen(c)) {
          consensus[c] = finish(c);
        }
      }
    }
  }

  private boolean isOpen(int c) {
    return high[c] - low[c] > 1 && (upTo[c] - below[c]) >>> COUNT_SHIFT > 1;
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

  /** In 256ths, from 1 to 255; the lowest bits of a stake do not matter here. */
  private long part(int c, long width) {
    int stake = (int) ((upTo[c] - below[c] & STAKE_MASK) >>> 10) + 1;
    int wanted = (int) (target - (below[c] & STAKE_MASK) >>> 10);
    long part = width * (wanted * 254 / stake + 1) >> 8;
    return Math.min(Math.max(part, 1), width - 1);
  }

  /** The stake and count of those below the probe. */
  private void addUpTo(int from, int to) {
    Arrays.fill(sums, from, to, silent);
    int v = 0;
    for (; v + 2 <= voters; v += 2) {
      addTwo(
          matrix.values[voterRows[v]],
          matrix.values[voterRows[v + 1]],
          voterStakes[v],
          voterStakes[v + 1],
          probe,
          sums,
          from,
          to);
    }
    for (; v < voters; v++) {
      addOne(matrix.values[voterRows[v]], voterStakes[v], probe, sums, from, to);
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

  private static void raise(long[] largest, long[] row, int from, int to) {
    for (int k = from; k < to; k++) {
      long above = row[k] - largest[k];
      largest[k] += above & ~(above >> 63);
    }
  }

  /** The same, of values up to a limit only. */
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
    long stake = below[c] & STAKE_MASK;
    while (true) {
      long next = Long.MAX_VALUE;
      long nextStake = 0;
      for (int v = 0; v < voters; v++) {
        long value = matrix.values[voterRows[v]][c];
        if (value > floor && value <= next) {
          nextStake = (value == next ? nextStake : 0) + (voterStakes[v] & STAKE_MASK);
          next = value;
        }
      }
      stake += nextStake;
      if (stake > target) {
        return next;
      }
      floor = next;
    }
  }

  /* The sparse matrix, column by column. */

  private int[] starts = {};
  private long[] scores = {};
  private long[] stakes = {};

  private void findByColumn(long[] consensus) {
    gatherColumns();
    long all = 0;
    for (int v = 0; v < voters; v++) {
      all += voterStakes[v] & STAKE_MASK;
    }
    all += silent & STAKE_MASK;
    for (int c = 0; c < matrix.width; c++) {
      int from = c == 0 ? 0 : starts[c - 1];
      int to = starts[c];
      long given = 0;
      for (int e = from; e < to; e++) {
        given += stakes[e] & STAKE_MASK;
      }
      long nothing = all - given;
      consensus[c] = nothing > target ? 0 : median(from, to, target - nothing);
    }
  }

  /** The smallest score of a list for which those up to it have more stake than that. */
  private long median(int from, int to, long stakeBelow) {
    long least = 0;
    long most = 0;
    for (int e = from; e < to; e++) {
      most = Math.max(most, scores[e]);
    }
    long fewer = 0;
    long more = (long) to - from;
    while (most - least > 1 && more - fewer > 1) {
      long middle = least + ((most - least) >> 1);
      long sum = upTo(scores, stakes, middle + 1, from, to);
      if ((sum & STAKE_MASK) > stakeBelow) {
        most = middle;
        more = sum >>> COUNT_SHIFT;
      } else {
        least = middle;
        fewer = sum >>> COUNT_SHIFT;
      }
    }
    long found = 0;
    for (int e = from; e < to; e++) {
      if (scores[e] <= most) {
        found = Math.max(found, scores[e]);
      }
    }
    return found;
  }

  private static long upTo(long[] scores, long[] stakes, long limit, int from, int to) {
    long sum = 0;
    for (int e = from; e < to; e++) {
      sum += stakes[e] & ((scores[e] - limit) >> 63);
    }
    return sum;
  }

  /** Lists the voters' positive weights by column; those of column c end at {@code starts[c]}. */
  private void gatherColumns() {
    int n = matrix.width;
    if (starts.length < n + 1) {
      starts = new int[n + 1];
    }
    Arrays.fill(starts, 0, n + 1, 0);
    for (int v = 0; v < voters; v++) {
      int r = voterRows[v];
      for (int k = 0; k < matrix.sizes[r]; k++) {
        if (matrix.values[r][k] > 0) {
          starts[matrix.columns[r][k] + 1]++;
        }
      }
    }
    for (int c = 0; c < n; c++) {
      starts[c + 1] += starts[c];
    }
    if (scores.length < starts[n]) {
      scores = new long[starts[n] + starts[n] / 4];
      stakes = new long[scores.length];
    }
    for (int v = 0; v < voters; v++) {
      int r = voterRows[v];
      for (int k = 0; k < matrix.sizes[r]; k++) {
        if (matrix.values[r][k] > 0) {
          int at = starts[matrix.columns[r][k]]++;
          scores[at] = matrix.values[r][k];
          stakes[at] = voterStakes[v];
        }
      }
    }
  }
}
