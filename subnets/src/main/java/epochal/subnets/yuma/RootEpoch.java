package epochal.subnets.yuma;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The root epoch: how the root validators share the block emission among the subnets (spec 09 §4,
 * spec 02 §4). An older Yuma than the subnets': a subnet's rank is the stake-weighted sum of its
 * votes, and a sigmoid of the stake that votes for it at all decides how much of the rank counts.
 */
public final class RootEpoch {
  /** Up to this {@code rho} the exponential of the sigmoid cannot overflow. */
  public static final int MAX_RHO = 40;

  private RootEpoch() {}

  /**
   * What the root epoch depends on.
   *
   * @param stake rao per root validator, in uid order
   * @param weights a row of (netuid, weight) per root validator; unknown netuids count for nothing
   * @param netuids every subnet, root included, in the order that the results take
   * @param rho steepness of the sigmoid, 0 to {@link #MAX_RHO}; 10 on mainnet
   * @param kappa the trust at its middle, unsigned 16-bit proportion
   * @param blockEmission rao to share per block
   */
  public record Input(
      long[] stake,
      List<SparseRow> weights,
      int[] netuids,
      int rho,
      int kappa,
      long blockEmission) {

    /**
     * @throws IllegalArgumentException if there is not one row per stake, a netuid occurs twice, or
     *     a number is outside its range
     */
    public Input {
      weights = List.copyOf(weights);
      Check.length("weights", weights.size(), stake.length);
      Check.notNegative("stake", stake);
      if (rho < 0 || rho > MAX_RHO) {
        throw new IllegalArgumentException("rho is not between 0 and " + MAX_RHO + ": " + rho);
      }
      Check.u16("kappa", kappa);
      Check.notNegative("blockEmission", blockEmission);
      if (Arrays.stream(netuids).distinct().count() != netuids.length) {
        throw new IllegalArgumentException("a netuid occurs twice: " + Arrays.toString(netuids));
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Input input && Arrays.deepEquals(components(), input.components());
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(components());
    }

    private Object[] components() {
      return new Object[] {stake, weights, netuids, rho, kappa, blockEmission};
    }
  }

  /** Emissions, or the reason why the old ones stay. */
  public sealed interface Result {}

  /**
   * The new emission of every subnet, in the order of {@link Input#netuids}.
   *
   * @param emission rao per block
   * @param ranks raw I64F64
   * @param trust raw I64F64
   * @param consensus raw I64F64
   * @param weightedEmission raw I64F64, the parts of the block emission
   */
  public record Emissions(
      long[] emission,
      List<Int128> ranks,
      List<Int128> trust,
      List<Int128> consensus,
      List<Int128> weightedEmission)
      implements Result {

    @Override
    public boolean equals(Object other) {
      return other instanceof Emissions emissions
          && Arrays.equals(emission, emissions.emission)
          && ranks.equals(emissions.ranks)
          && trust.equals(emissions.trust)
          && consensus.equals(emissions.consensus)
          && weightedEmission.equals(emissions.weightedEmission);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(emission) + weightedEmission.hashCode();
    }
  }

  /** Nothing changes; the emissions of the root epoch before stay. */
  public record Unchanged(Reason reason) implements Result {}

  /** Why a root epoch changes nothing. */
  public enum Reason {
    NO_VALIDATORS("No validators to validate emission values."),
    NO_NETWORKS("No networks to validate emission values."),
    NO_STAKE("No stake on network");

    private final String message;

    Reason(String message) {
      this.message = message;
    }

    /** The chain's wording. */
    public String message() {
      return message;
    }
  }

  /** Computes one root epoch; the same input always gives the same bits. */
  public static Result run(Input in) {
    if (in.stake().length == 0) {
      return new Unchanged(Reason.NO_VALIDATORS);
    }
    if (in.netuids().length == 0) {
      return new Unchanged(Reason.NO_NETWORKS);
    }
    Int128[] stake =
        normalized(
            Arrays.stream(in.stake()).mapToObj(I64F64::saturatingFromU64).toArray(Int128[]::new));
    Int128 totalStake = Int128.ZERO;
    for (Int128 share : stake) {
      totalStake = totalStake.saturatingAdd(share);
    }
    if (totalStake.isZero()) {
      return new Unchanged(Reason.NO_STAKE);
    }

    int subnets = in.netuids().length;
    Int128[] ranks = zeros(subnets);
    Int128[] trust = zeros(subnets);
    Map<Integer, Integer> columns = columns(in.netuids());
    for (int i = 0; i < stake.length; i++) {
      Int128[] weights = weights(in.weights().get(i), columns);
      for (int j = 0; j < subnets; j++) {
        ranks[j] = ranks[j].saturatingAdd(I64F64.saturatingMul(stake[i], weights[j]));
        if (weights[j].compareTo(Int128.ZERO) > 0) {
          trust[j] = trust[j].saturatingAdd(stake[i]);
        }
      }
    }

    Int128[] consensus = zeros(subnets);
    Int128[] emission = zeros(subnets);
    for (int j = 0; j < subnets; j++) {
      trust[j] = I64F64.checkedDiv(trust[j], totalStake).orElse(trust[j]);
      consensus[j] = sigmoid(trust[j], in.rho(), in.kappa());
      emission[j] = I64F64.saturatingMul(consensus[j], ranks[j]);
    }
    emission = normalized(emission);

    Int128 block = I64F64.saturatingFromU64(in.blockEmission());
    long[] rao =
        Arrays.stream(emission)
            .mapToLong(part -> I64F64.saturatingToU64(I64F64.saturatingMul(part, block)))
            .toArray();
    return new Emissions(
        rao, List.of(ranks), List.of(trust), List.of(consensus), List.of(emission));
  }

  /** One row by column, divided by its sum if that is positive. */
  private static Int128[] weights(SparseRow row, Map<Integer, Integer> columns) {
    Int128[] dense = zeros(columns.size());
    for (int e = 0; e < row.size(); e++) {
      Integer column = columns.get(row.columns()[e]);
      if (column != null) {
        dense[column] = I64F64.saturatingFromU64(row.values()[e]);
      }
    }
    return normalized(dense);
  }

  /** {@code 1 / (1 + e^(-rho * (trust - kappa)))}. */
  private static Int128 sigmoid(Int128 trust, int rho, int kappa) {
    Int128 middle = I64F64.fromI32F32(Proportion.toFixed(kappa));
    Int128 x = I64F64.saturatingMul(trust.saturatingSub(middle), I64F64.saturatingFromU64(rho));
    Int128 exponential =
        I64F64
            .exp(x.saturatingNegate())
            .orElseThrow(() -> new ArithmeticException("trust is not between 0 and 1: " + trust));
    return I64F64.saturatingDiv(I64F64.ONE, I64F64.ONE.saturatingAdd(exponential));
  }

  private static Map<Integer, Integer> columns(int[] netuids) {
    Map<Integer, Integer> columns = new TreeMap<>();
    for (int j = 0; j < netuids.length; j++) {
      columns.put(netuids[j], j);
    }
    return columns;
  }

  private static Int128[] normalized(Int128[] values) {
    Int128 sum = I64F64.wrappingSum(values);
    return sum.isZero()
        ? values
        : Arrays.stream(values)
            .map(value -> I64F64.saturatingDiv(value, sum))
            .toArray(Int128[]::new);
  }

  private static Int128[] zeros(int length) {
    Int128[] zeros = new Int128[length];
    Arrays.fill(zeros, Int128.ZERO);
    return zeros;
  }
}
