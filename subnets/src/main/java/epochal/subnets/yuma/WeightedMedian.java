package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * The stake-weighted median (spec 09 §3.6): the score at which the stake scoring strictly less has
 * not yet passed the minority, found by quickselect on the middle element.
 */
public final class WeightedMedian {
  private WeightedMedian() {}

  /**
   * The weighted median of every column of a weight matrix.
   *
   * @param stakes raw I32F32 per row; only rows with a positive one have a say, and these are
   *     normalized again first
   * @param weights one row per stake; an absent entry scores 0
   * @param majority raw I32F32, {@code kappa}: the part of the stake that must agree
   * @return one raw score per column; all 0 if no stake is positive
   */
  public static long[] ofColumns(long[] stakes, FixedMatrix weights, int columns, long majority) {
    int[] voters = positive(stakes);
    long[] shares = I32F32.normalize(Arrays.stream(voters).mapToLong(u -> stakes[u]).toArray());
    long total = I32F32.wrappingSum(shares);
    long minority = I32F32.saturatingSub(total, majority);

    Votes votes = Votes.byColumn(voters, weights, columns);
    long[] medians = new long[columns];
    long[] scores = new long[voters.length];
    for (int j = 0; j < columns; j++) {
      Arrays.fill(scores, 0);
      votes.fill(j, scores);
      medians[j] = of(shares, scores, minority, 0, total);
    }
    return medians;
  }

  /**
   * The weighted median of one list of scores.
   *
   * @param stakes raw, one per score
   * @param minority raw: the median is the first score whose stake below and at it exceeds this
   * @param low raw stake known to score below all of these, 0 to begin with
   * @param high raw stake of everything up to these, the sum of the stakes to begin with
   * @return a raw score, 0 if there are none
   */
  public static long of(long[] stakes, long[] scores, long minority, long low, long high) {
    int[] candidates = new int[scores.length];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = i;
    }
    int count = candidates.length;
    int[] lower = new int[count];
    int[] upper = new int[count];
    // Each round drops at least the pivot, so this ends well before the chain's own bound.
    while (count > 1) {
      long pivot = scores[candidates[count / 2]];
      int lowerCount = 0;
      int upperCount = 0;
      long lowerStake = 0;
      long upperStake = 0;
      for (int c = 0; c < count; c++) {
        int i = candidates[c];
        if (scores[i] < pivot) {
          lower[lowerCount++] = i;
          lowerStake = I32F32.saturatingAdd(lowerStake, stakes[i]);
        } else if (scores[i] > pivot) {
          upper[upperCount++] = i;
          upperStake = I32F32.saturatingAdd(upperStake, stakes[i]);
        }
      }
      long belowPivot = I32F32.saturatingAdd(low, lowerStake);
      long upToPivot = I32F32.saturatingSub(high, upperStake);
      if (minority < belowPivot && lowerCount > 0) {
        high = belowPivot;
        count = lowerCount;
        int[] spare = candidates;
        candidates = lower;
        lower = spare;
      } else if (upToPivot <= minority && upperCount > 0) {
        low = upToPivot;
        count = upperCount;
        int[] spare = candidates;
        candidates = upper;
        upper = spare;
      } else {
        return pivot;
      }
    }
    return count == 0 ? 0 : scores[candidates[0]];
  }

  private static int[] positive(long[] stakes) {
    int[] uids = new int[stakes.length];
    int count = 0;
    for (int u = 0; u < stakes.length; u++) {
      if (stakes[u] > 0) {
        uids[count++] = u;
      }
    }
    return Arrays.copyOf(uids, count);
  }

  /**
   * The voters' entries, column by column: those of column j are at {@code starts[j]} up to {@code
   * starts[j + 1]}.
   */
  private record Votes(int[] starts, int[] voters, long[] scores) {

    static Votes byColumn(int[] voterUids, FixedMatrix weights, int columns) {
      int[] starts = new int[columns + 1];
      for (int uid : voterUids) {
        for (int column : weights.row(uid).columns()) {
          starts[column + 1]++;
        }
      }
      for (int j = 0; j < columns; j++) {
        starts[j + 1] += starts[j];
      }
      int[] next = Arrays.copyOf(starts, columns);
      int[] voters = new int[starts[columns]];
      long[] scores = new long[starts[columns]];
      for (int v = 0; v < voterUids.length; v++) {
        FixedRow row = weights.row(voterUids[v]);
        for (int e = 0; e < row.size(); e++) {
          int slot = next[row.columns()[e]]++;
          voters[slot] = v;
          scores[slot] = row.values()[e];
        }
      }
      return new Votes(starts, voters, scores);
    }

    void fill(int column, long[] scoreByVoter) {
      for (int slot = starts[column]; slot < starts[column + 1]; slot++) {
        scoreByVoter[voters[slot]] = scores[slot];
      }
    }
  }
}
