package epochal.subnets.yuma;

import java.util.ArrayList;
import java.util.List;

/**
 * What validators earn: an epoch's new bonds and the dividends they pay (spec 09 §3.9 to §3.11).
 *
 * <p>A bond is a validator's claim on a neuron's incentive. It follows the validator's weights
 * slowly, so that whoever backs a good neuron early earns more from it than those who follow.
 *
 * @param stored the new bonds of every uid, before they become proportions
 * @param dividends raw I32F32 per uid, adding up to slightly less than one
 */
record Bonds(FixedMatrix stored, long[] dividends) {

  /**
   * The step from the last epoch's bonds to this one's.
   *
   * @param weights row-normalized weights
   * @param clipped the same within consensus
   * @param activeStake raw per uid
   * @param consensus raw per uid
   * @param incentive raw per uid
   */
  static Bonds step(
      EpochInput in,
      FixedMatrix weights,
      FixedMatrix clipped,
      long[] activeStake,
      long[] consensus,
      long[] incentive) {
    long penalty = Proportion.toFixed(in.parameters().bondsPenalty());
    FixedMatrix bondWeights = weights.interpolated(clipped, in.size(), penalty);
    FixedMatrix old = stillValid(in);
    return in.parameters().yuma3()
        ? yuma3(in, bondWeights, old, activeStake, consensus, incentive)
        : yuma2(in, bondWeights, old, activeStake, incentive);
  }

  /** The stored bonds, except those to neurons that registered since the last epoch. */
  private static FixedMatrix stillValid(EpochInput in) {
    // Unsigned: a last epoch at the last block makes this 2^63.
    long lastTempo =
        in.lastEpochBlock() == 0
            ? Math.max(0, in.currentBlock() - in.parameters().tempo())
            : in.lastEpochBlock() + 1;
    long[] registered = in.blockAtRegistration();
    List<FixedRow> rows = new ArrayList<>(in.size());
    for (SparseRow row : in.bonds()) {
      rows.add(
          PlainEpoch.integers(row)
              .filter(
                  (column, value) -> {
                    long since = column < registered.length ? registered[column] : 0;
                    return Long.compareUnsigned(lastTempo, since) > 0;
                  }));
    }
    return new FixedMatrix(rows);
  }

  /**
   * Yuma 2: bonds are shares. This epoch's purchase, weight times stake, is a share of each neuron;
   * so is the old bond; the average of the two pays dividends. For storage each neuron's largest
   * bond becomes one, which keeps the precision that 16 bits allow.
   */
  private static Bonds yuma2(
      EpochInput in,
      FixedMatrix bondWeights,
      FixedMatrix old,
      long[] activeStake,
      long[] incentive) {
    int n = in.size();
    FixedMatrix shares = old.columnNormalized(n);
    FixedMatrix bought = bondWeights.rowsScaled(activeStake).columnNormalized(n);
    FixedMatrix averaged =
        shares.movedTowards(bought, in.parameters().bondsAlpha(), n).columnNormalized(n);
    long[] dividends = I32F32.normalize(averaged.weightedRowSums(incentive));
    return new Bonds(averaged.columnMaxUpscaled(n), dividends);
  }

  /**
   * Yuma 3: bonds are levels. A bond moves towards the validator's weight whatever its stake, and
   * is stored as it is; shares are taken and stake comes in only when dividends are paid.
   */
  private static Bonds yuma3(
      EpochInput in,
      FixedMatrix bondWeights,
      FixedMatrix old,
      long[] activeStake,
      long[] consensus,
      long[] incentive) {
    int n = in.size();
    FixedMatrix levels = old.map((column, value) -> Proportion.scaledDown(value));
    FixedMatrix moved =
        in.parameters().liquidAlpha() && anyConsensus(consensus)
            ? liquid(in.parameters(), bondWeights, levels, consensus)
            : levels.movedTowards(bondWeights, in.parameters().bondsAlpha(), n);
    long[] earned = moved.columnNormalized(n).columnsScaled(incentive).rowSums();
    return new Bonds(moved, I32F32.normalize(I32F32.products(earned, activeStake)));
  }

  private static FixedMatrix liquid(
      EpochParameters parameters, FixedMatrix bondWeights, FixedMatrix levels, long[] consensus) {
    LiquidAlpha alpha =
        new LiquidAlpha(
            Proportion.toFixed(parameters.alphaLow()),
            Proportion.toFixed(parameters.alphaHigh()),
            I32F32.of(parameters.alphaSigmoidSteepness()));
    return levels.movedTowards(
        bondWeights,
        uid -> alpha.ofRow(bondWeights.row(uid), levels.row(uid), consensus),
        consensus.length);
  }

  private static boolean anyConsensus(long[] consensus) {
    for (long value : consensus) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }
}
