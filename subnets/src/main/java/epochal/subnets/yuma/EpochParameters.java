package epochal.subnets.yuma;

/**
 * The settings of a subnet that shape its epoch (spec 03 §8, spec 09 §2). Proportions are unsigned
 * 16-bit integers in 65535ths.
 *
 * @param tempo blocks between epochs, unsigned 16-bit
 * @param activityCutoff blocks without a weight update after which a neuron is inactive
 * @param minStake rao below which a neuron's stake does not count, unless it is the owner's
 * @param maxAllowedValidators how many permits there are, unsigned 16-bit
 * @param commitReveal whether weights are committed first and revealed later
 * @param kappa proportion of the stake that must agree on a weight
 * @param bondsPenalty proportion by which weights above the consensus are clipped for bonds
 * @param yuma3 whether Yuma 3 computes bonds and dividends, instead of Yuma 2
 * @param liquidAlpha whether each bond moves at its own speed; Yuma 3 only
 * @param alphaLow proportion, the slowest a bond moves with liquid alpha
 * @param alphaHigh proportion, the fastest
 * @param alphaSigmoidSteepness hundredths, signed 16-bit
 * @param bondsMovingAverage millionths of the old bonds that an epoch keeps without liquid alpha;
 *     normally 0 to 1,000,000
 */
public record EpochParameters(
    int tempo,
    long activityCutoff,
    long minStake,
    int maxAllowedValidators,
    boolean commitReveal,
    int kappa,
    int bondsPenalty,
    boolean yuma3,
    boolean liquidAlpha,
    int alphaLow,
    int alphaHigh,
    int alphaSigmoidSteepness,
    long bondsMovingAverage) {

  /** In {@code bondsMovingAverage}: all of the old bonds. */
  public static final long WHOLE_MOVING_AVERAGE = 1_000_000;

  /**
   * @throws IllegalArgumentException if a number is outside its range
   */
  public EpochParameters {
    Check.u16("tempo", tempo);
    Check.notNegative("activityCutoff", activityCutoff);
    Check.notNegative("minStake", minStake);
    Check.u16("maxAllowedValidators", maxAllowedValidators);
    Check.u16("kappa", kappa);
    Check.u16("bondsPenalty", bondsPenalty);
    Check.u16("alphaLow", alphaLow);
    Check.u16("alphaHigh", alphaHigh);
    if (alphaSigmoidSteepness != (short) alphaSigmoidSteepness) {
      throw new IllegalArgumentException(
          "alphaSigmoidSteepness is not a signed 16-bit number: " + alphaSigmoidSteepness);
    }
    Check.notNegative("bondsMovingAverage", bondsMovingAverage);
  }

  /**
   * What a subnet of the classic network starts with: Yuma 2, bonds from clipped weights, a tempo
   * of 360, 64 permits, no stake threshold (spec 03 §2, §8).
   */
  public static EpochParameters classic() {
    return new EpochParameters(
        360, 5_000, 0, 64, false, 32_767, 65_535, false, false, 45_875, 58_982, 1_000, 900_000);
  }

  /**
   * The part of the way that every bond moves in one epoch without liquid alpha, {@code 1 -
   * bondsMovingAverage / 1,000,000} (spec 09 §3.9): divided and narrowed truncating. The narrowing
   * saturates in Yuma 2 and wraps in Yuma 3, which shows only for absurd averages.
   *
   * @return raw I32F32; negative for an average above one million
   */
  public long bondsAlpha() {
    Int128 millionths = I64F64.saturatingFromU64(bondsMovingAverage);
    Int128 kept = I64F64.safeDiv(millionths, I64F64.saturatingFromU64(WHOLE_MOVING_AVERAGE));
    return I32F32.saturatingSub(
        I32F32.ONE, yuma3 ? I64F64.wrappingToI32F32(kept) : I64F64.saturatingToI32F32(kept));
  }

  /** The same settings with Yuma 3, and one speed for all bonds. */
  public EpochParameters withYuma3() {
    return with(kappa, true, false, bondsMovingAverage);
  }

  /** The same settings with Yuma 3 and liquid alpha. */
  public EpochParameters withLiquidAlpha() {
    return with(kappa, true, true, bondsMovingAverage);
  }

  public EpochParameters withKappa(int newKappa) {
    return with(newKappa, yuma3, liquidAlpha, bondsMovingAverage);
  }

  public EpochParameters withBondsMovingAverage(long millionths) {
    return with(kappa, yuma3, liquidAlpha, millionths);
  }

  private EpochParameters with(
      int newKappa, boolean newYuma3, boolean newLiquidAlpha, long newMovingAverage) {
    return new EpochParameters(
        tempo,
        activityCutoff,
        minStake,
        maxAllowedValidators,
        commitReveal,
        newKappa,
        bondsPenalty,
        newYuma3,
        newLiquidAlpha,
        alphaLow,
        alphaHigh,
        alphaSigmoidSteepness,
        newMovingAverage);
  }
}
