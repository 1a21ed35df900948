package epochal.subnets.yuma;

/**
 * Cuts weights down to the consensus (spec 09 §3.7), pays for what is left (§3.8), and leaves the
 * weights that bonds follow (§3.9), in one pass over the rows.
 */
final class Clipping {
  private final EpochMatrix matrix;
  private final long[] activeStake;
  private final long[] consensus;
  private final long[] ranks;
  private final long penalty;

  /**
   * @param ranks gets the sums of stake times clipped weight, by column
   */
  Clipping(
      EpochMatrix matrix,
      long[] activeStake,
      long[] consensus,
      long[] ranks,
      EpochParameters parameters) {
    this.matrix = matrix;
    this.activeStake = activeStake;
    this.consensus = consensus;
    this.ranks = ranks;
    penalty = Proportion.toFixed(parameters.bondsPenalty());
  }

  void clip(int from, int to, RowScratch scratch) {
    for (int r = 0; r < matrix.rows; r++) {
      int start = matrix.start(from);
      int end = matrix.end(r, to);
      long[] weight = matrix.values[r];
      long[] limit = matrix.aligned(r, consensus, scratch.first);
      long[] clipped = scratch.second;
      scratch.trust[r] += clip(weight, limit, clipped, start, end);
      long stake = activeStake[matrix.uids[r]];
      if (stake > 0) {
        if (matrix.dense) {
          addProducts(stake, clipped, ranks, start, end);
        } else {
          multiply(stake, clipped, scratch.third, start, end);
          matrix.addTo(ranks, r, scratch.third, start, end);
        }
      }
      if (penalty == I32F32.ONE) {
        if (matrix.marksAbsent) {
          keepClipped(weight, limit, start, end);
        } else {
          System.arraycopy(clipped, start, weight, start, end - start);
        }
      } else if (penalty != 0) {
        interpolate(weight, limit, matrix.marksAbsent, penalty, start, end);
      }
    }
  }

  private static long clip(long[] weight, long[] limit, long[] clipped, int from, int to) {
    long sum = 0;
    for (int k = from; k < to; k++) {
      long value = UnitFixed.notNegative(UnitFixed.min(weight[k], limit[k]));
      clipped[k] = value;
      sum += value;
    }
    return sum;
  }

  private static void addProducts(long stake, long[] clipped, long[] sums, int from, int to) {
    for (int k = from; k < to; k++) {
      sums[k] += UnitFixed.product(stake, clipped[k]);
    }
  }

  private static void multiply(long stake, long[] clipped, long[] products, int from, int to) {
    for (int k = from; k < to; k++) {
      products[k] = UnitFixed.product(stake, clipped[k]);
    }
  }

  /** An entry is dropped if it is above a consensus of 0. */
  private static void keepClipped(long[] weight, long[] limit, int from, int to) {
    for (int k = from; k < to; k++) {
      long noConsensus = (limit[k] - 1) >> 63;
      long positive = -weight[k] >> 63;
      weight[k] = UnitFixed.min(weight[k], limit[k]) | (noConsensus & positive);
    }
  }

  /**
   * From the weight towards the clipped weight. The way is not positive, so that the chain's floor
   * makes it longer: it is the ceiling of the penalty times what the weight is above the limit, for
   * which 64 unsigned bits are just enough. Only what stays positive is an entry.
   */
  private static void interpolate(
      long[] weight, long[] limit, boolean marksAbsent, long penalty, int from, int to) {
    long mark = marksAbsent ? -1 : 0;
    for (int k = from; k < to; k++) {
      long above = UnitFixed.notNegative(weight[k] - limit[k]);
      long value = weight[k] - ((penalty * above + (I32F32.ONE - 1)) >>> 32);
      weight[k] = value | (((value - 1) >> 63) & mark);
    }
  }
}
