package epochal.subnets.yuma;

import java.util.Arrays;
import java.util.List;

/**
 * What an epoch decides (spec 09 §3.13), one entry per uid. Proportions are unsigned 16-bit
 * integers in 65535ths, truncated from the raw values.
 *
 * @param serverEmission rao earned by the neuron's work
 * @param validatorEmission rao earned by the neuron's judgement
 * @param combinedEmission rao by both together; the three are truncated separately, so this need
 *     not be the sum of the other two
 * @param stakeWeight proportion of the subnet's stake
 * @param consensus proportion that the stake majority gives the neuron at least
 * @param incentive proportion of the server part
 * @param dividends proportion of the validator part
 * @param validatorTrust proportion of the validator's weights within consensus
 * @param active whether the neuron updated its weights recently enough
 * @param newValidatorPermit whether the neuron holds a validator permit from now on
 * @param bonds the rows to store for the next epoch; empty without a new permit
 * @param raw the numbers before they became proportions
 */
public record EpochResult(
    long[] serverEmission,
    long[] validatorEmission,
    long[] combinedEmission,
    int[] stakeWeight,
    int[] consensus,
    int[] incentive,
    int[] dividends,
    int[] validatorTrust,
    boolean[] active,
    boolean[] newValidatorPermit,
    List<SparseRow> bonds,
    Raw raw) {

  public EpochResult {
    bonds = List.copyOf(bonds);
  }

  /**
   * Raw {@link I32F32} values.
   *
   * @param stake spec 09 §3.2
   * @param activeStake §3.4
   * @param consensus §3.6
   * @param incentive §3.8
   * @param dividends §3.10 or §3.11
   * @param validatorTrust §3.7
   */
  public record Raw(
      long[] stake,
      long[] activeStake,
      long[] consensus,
      long[] incentive,
      long[] dividends,
      long[] validatorTrust) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Raw raw && Arrays.deepEquals(vectors(), raw.vectors());
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(vectors());
    }

    private Object[] vectors() {
      return new Object[] {stake, activeStake, consensus, incentive, dividends, validatorTrust};
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochResult result
        && Arrays.deepEquals(vectors(), result.vectors())
        && bonds.equals(result.bonds)
        && raw.equals(result.raw);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.deepHashCode(vectors()) + bonds.hashCode()) + raw.hashCode();
  }

  private Object[] vectors() {
    return new Object[] {
      serverEmission,
      validatorEmission,
      combinedEmission,
      stakeWeight,
      consensus,
      incentive,
      dividends,
      validatorTrust,
      active,
      newValidatorPermit
    };
  }
}
