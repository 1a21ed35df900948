package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * The consensus of the columns of a sparse matrix, found as {@link ConsensusSearch} finds it, but
 * one column after the other, from a list of the positive weights for it.
 */
final class ListedConsensus {
  private final EpochMatrix matrix;
  private final Voters voters;

  /** Where the list of a column ends. */
  private int[] starts = {};

  private long[] scores = {};
  private long[] stakes = {};

  ListedConsensus(EpochMatrix matrix, Voters voters) {
    this.matrix = matrix;
    this.voters = voters;
  }

  void find(long[] consensus) {
    gatherColumns();
    for (int c = 0; c < matrix.width; c++) {
      int from = c == 0 ? 0 : starts[c - 1];
      int to = starts[c];
      long given = 0;
      for (int e = from; e < to; e++) {
        given += stakes[e] & Voters.STAKE_MASK;
      }
      long nothing = voters.total - given;
      consensus[c] = nothing > voters.target ? 0 : median(from, to, voters.target - nothing);
    }
  }

  /** The smallest score of a list for which those up to it have more stake than that. */
  private long median(int from, int to, long stakeBelow) {
    long least = I32F32.ONE;
    long most = 0;
    for (int e = from; e < to; e++) {
      least = Math.min(least, scores[e] - 1);
      most = Math.max(most, scores[e]);
    }
    long fewer = 0;
    long more = (long) to - from;
    while (most - least > 1 && more - fewer > 1) {
      long middle = least + ((most - least) >> 1);
      long sum = upTo(scores, stakes, middle + 1, from, to);
      if ((sum & Voters.STAKE_MASK) > stakeBelow) {
        most = middle;
        more = sum >>> Voters.COUNT_SHIFT;
      } else {
        least = middle;
        fewer = sum >>> Voters.COUNT_SHIFT;
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
    for (int v = 0; v < voters.count; v++) {
      int r = voters.rows[v];
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
    for (int v = 0; v < voters.count; v++) {
      int r = voters.rows[v];
      for (int k = 0; k < matrix.sizes[r]; k++) {
        if (matrix.values[r][k] > 0) {
          int at = starts[matrix.columns[r][k]]++;
          scores[at] = matrix.values[r][k];
          stakes[at] = voters.stakes[v];
        }
      }
    }
  }
}
