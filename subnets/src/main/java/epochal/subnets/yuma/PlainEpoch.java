package epochal.subnets.yuma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One epoch of Yuma consensus: who gets which part of a subnet's emission, computed from what its
 * validators think of its neurons.
 *
 * <h2>What the steps are for</h2>
 *
 * Validators score neurons; a score is a <em>weight</em>. The trouble is that a validator may lie,
 * in favour of itself or a friend. Yuma's answer is to believe only what validators with most of
 * the stake say, and to pay validators for having said it early.
 *
 * <ol>
 *   <li><b>Activity</b> (spec 09 §3.1): who has not set weights for long has no say.
 *   <li><b>Stake</b> (§3.2): a neuron's say is its part of the subnet's stake. Too small a stake
 *       counts as none, except the owner's.
 *   <li><b>Permits</b> (§3.3): only the k neurons with most stake may validate. This epoch uses the
 *       permits that the last one gave, and gives the next ones.
 *   <li><b>Active stake</b> (§3.4): the stake of those that are active and permitted, as parts of
 *       one. It is the voting power of the following steps.
 *   <li><b>Weights</b> (§3.5): a vote does not count if it is for oneself (the owner may), or older
 *       than the registration of the neuron it is for: that uid was someone else then. Each row is
 *       divided by its sum, so that everyone hands out the same total.
 *   <li><b>Consensus</b> (§3.6): for each neuron the highest weight that at least {@code kappa} of
 *       the voting power gives it or more, a weighted median. Half of the stake cannot be outvoted
 *       by a liar with less.
 *   <li><b>Clipping</b> (§3.7): weights above consensus are cut down to it. What is left of a
 *       validator's row is its validator trust.
 *   <li><b>Incentive</b> (§3.8): a neuron's part of the server emission is what is left of its
 *       votes, each times its voter's power.
 *   <li><b>Bonds and dividends</b> (§3.9 to §3.11, in {@link Bonds}): what validators get for it.
 *   <li><b>Emission</b> (§3.12): incentive and dividends share the rao half and half; if nobody
 *       voted, validators are paid by stake so that the emission is not lost.
 * </ol>
 *
 * <h2>Numbers</h2>
 *
 * Every machine must get the same bits, so there is no floating point. Nearly everything is {@link
 * I32F32}; stakes are normalized in {@link I64F64} because rao need more room, and emissions are
 * computed in {@link I96F32}. Products are <em>floored</em>, which for a negative product is away
 * from zero; quotients are <em>truncated</em>; a number becomes a 16-bit proportion or rao by
 * truncation as well. So parts never add up to more than the whole, and usually to a little less:
 * the rest is not minted. Overflow saturates, except that long sums wrap and that an overflowing
 * division within a normalization gives 0, as the chain does it.
 *
 * <p>The order of entries within a row carries through to the stored bonds, and the one step that
 * depends on it otherwise is {@link LiquidAlpha#ofRow}.
 *
 * <p>Cost: with m permitted validators of n neurons and e weights and bonds, time and memory are
 * O(m n + e); the ranking of the stakes adds O(n log n).
 */
public final class PlainEpoch {
  private PlainEpoch() {}

  /**
   * An epoch's result, and more than it needs to tell.
   *
   * @param bonds the bonds of every uid before they became proportions; in Yuma 2 after the
   *     upscaling
   */
  public record Outcome(EpochResult result, FixedMatrix bonds) {}

  /** Computes one epoch; the same input always gives the same bits. */
  public static EpochResult run(EpochInput in) {
    return outcome(in).result();
  }

  /** Computes one epoch and its raw bonds. */
  public static Outcome outcome(EpochInput in) {
    int n = in.size();
    EpochParameters parameters = in.parameters();
    boolean[] active = active(in);
    long[] stake = stake(in);
    boolean[] permits = permitsHeld(in);
    boolean[] newPermits = permitsGiven(in, stake);
    long[] activeStake = activeStake(stake, active, permits);

    FixedMatrix weights = weights(in, permits);
    long majority = Proportion.toFixed(parameters.kappa());
    long[] consensus = WeightedMedian.ofColumns(activeStake, weights, n, majority);
    FixedMatrix clipped = weights.columnsClipped(consensus);
    long[] validatorTrust = clipped.rowSums();
    long[] incentive = I32F32.normalize(clipped.weightedColumnSums(activeStake, n));
    Bonds bonds = Bonds.step(in, weights, clipped, activeStake, consensus, incentive);

    Emission emission =
        Emission.of(incentive, bonds.dividends(), activeStake, stake, in.raoEmission());
    var raw =
        new EpochResult.Raw(
            stake, activeStake, consensus, incentive, bonds.dividends(), validatorTrust);
    var result =
        new EpochResult(
            emission.server(),
            emission.validator(),
            emission.combined(),
            Proportion.ofFixed(stake),
            Proportion.ofFixed(consensus),
            Proportion.ofFixed(incentive),
            Proportion.ofFixed(bonds.dividends()),
            Proportion.ofFixed(validatorTrust),
            active,
            newPermits,
            stored(bonds.stored(), newPermits),
            raw);
    return new Outcome(result, bonds.stored());
  }

  /** §3.1: a last update exactly the cutoff ago is still recent enough. */
  private static boolean[] active(EpochInput in) {
    boolean[] active = new boolean[in.size()];
    for (int u = 0; u < active.length; u++) {
      // Both are below 2^63, so their sum as an unsigned number cannot wrap.
      long lastActiveBlock = in.lastUpdate()[u] + in.parameters().activityCutoff();
      active[u] = Long.compareUnsigned(lastActiveBlock, in.currentBlock()) >= 0;
    }
    return active;
  }

  /** §3.2: parts of one, truncated twice: by the division and by the step to fewer bits. */
  private static long[] stake(EpochInput in) {
    Int128[] counted = new Int128[in.size()];
    for (int u = 0; u < counted.length; u++) {
      long rao = in.stake()[u];
      boolean counts = rao >= in.parameters().minStake() || in.isOwner(u);
      counted[u] = counts ? I64F64.saturatingFromU64(rao) : Int128.ZERO;
    }
    return Arrays.stream(I64F64.normalize(counted)).mapToLong(I64F64::saturatingToI32F32).toArray();
  }

  private static boolean[] permitsHeld(EpochInput in) {
    boolean[] permits = in.validatorPermit().clone();
    permitOwner(in, permits);
    return permits;
  }

  /** §3.3: the k largest stakes other than 0, and the owner. */
  private static boolean[] permitsGiven(EpochInput in, long[] stake) {
    boolean[] permits = largest(stake, in.parameters().maxAllowedValidators());
    for (int u = 0; u < permits.length; u++) {
      permits[u] &= stake[u] != 0;
    }
    permitOwner(in, permits);
    return permits;
  }

  /** Marks the {@code count} largest values; among equal ones the higher index is preferred. */
  public static boolean[] largest(long[] values, int count) {
    boolean[] marks = new boolean[values.length];
    IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> values[i])) // stable
        .skip(Math.max(0, values.length - count))
        .forEach(i -> marks[i] = true);
    return marks;
  }

  private static void permitOwner(EpochInput in, boolean[] permits) {
    in.ownerUid()
        .ifPresent(
            uid -> {
              if (uid < permits.length) {
                permits[uid] = true;
              }
            });
  }

  /** §3.4. */
  private static long[] activeStake(long[] stake, boolean[] active, boolean[] permits) {
    long[] counted = stake.clone();
    for (int u = 0; u < counted.length; u++) {
      if (!active[u] || !permits[u]) {
        counted[u] = 0;
      }
    }
    return I32F32.normalize(counted);
  }

  /** §3.5: the votes that count, each row divided by its sum. Inactive neurons keep theirs. */
  private static FixedMatrix weights(EpochInput in, boolean[] permits) {
    boolean commitReveal = in.parameters().commitReveal();
    long[] registered = in.blockAtRegistration();
    List<FixedRow> rows = new ArrayList<>(in.size());
    for (int i = 0; i < in.size(); i++) {
      if (!permits[i]) {
        rows.add(FixedRow.EMPTY);
        continue;
      }
      int voter = i;
      long updated = in.lastUpdate()[i];
      long committed = in.commitBlocks()[i];
      boolean maySelfVote = in.isOwner(i);
      rows.add(
          integers(in.weights().get(i))
              .filter(
                  (j, value) ->
                      j < registered.length
                          && (j != voter || maySelfVote)
                          && updated > registered[j]
                          && !(commitReveal && committed < registered[j])));
    }
    return new FixedMatrix(rows).rowNormalized();
  }

  /** §3.13: bonds as proportions, in their order and with their zeros, of permitted uids only. */
  private static List<SparseRow> stored(FixedMatrix bonds, boolean[] permits) {
    List<SparseRow> rows = new ArrayList<>(permits.length);
    for (int u = 0; u < permits.length; u++) {
      FixedRow row = bonds.row(u);
      rows.add(
          permits[u]
              ? new SparseRow(row.columns(), Proportion.ofFixed(row.values()))
              : SparseRow.EMPTY);
    }
    return rows;
  }

  /** The entries of a row as integers, not proportions, in fixed point. */
  static FixedRow integers(SparseRow row) {
    return new FixedRow(row.columns(), Arrays.stream(row.values()).mapToLong(I32F32::of).toArray());
  }
}
