package epochal.subnets.yuma;

/**
 * The emission of an epoch in rao per uid (spec 09 §3.12).
 *
 * @param server by incentive
 * @param validator by dividends
 * @param combined by both
 */
public record Emission(long[] server, long[] validator, long[] combined) {

  /**
   * Shares the rao by incentive and dividends. If there are none of either, validators are paid by
   * active stake, or by stake if nobody is active.
   *
   * @param incentive raw I32F32
   * @param dividends raw I32F32
   * @param activeStake raw I32F32
   * @param stake raw I32F32
   */
  public static Emission of(
      long[] incentive, long[] dividends, long[] activeStake, long[] stake, long rao) {
    long[] both = new long[incentive.length];
    for (int u = 0; u < both.length; u++) {
      both[u] = I32F32.saturatingAdd(incentive[u], dividends[u]);
    }
    long total = I32F32.wrappingSum(both);
    if (total == 0) {
      long[] byStake = I32F32.wrappingSum(activeStake) == 0 ? stake : activeStake;
      return new Emission(portions(incentive, rao), portions(byStake, rao), portions(byStake, rao));
    }
    return new Emission(
        portions(I32F32.divideAll(incentive, total), rao),
        portions(I32F32.divideAll(dividends, total), rao),
        portions(I32F32.divideAll(both, total), rao));
  }

  private static long[] portions(long[] shares, long rao) {
    long[] portions = new long[shares.length];
    for (int u = 0; u < shares.length; u++) {
      portions[u] = portion(shares[u], rao);
    }
    return portions;
  }

  /**
   * {@code floor(share * rao)}, 0 for a negative share.
   *
   * @param share raw I32F32
   * @param rao unsigned
   * @return rao, unsigned
   */
  public static long portion(long share, long rao) {
    return I96F32.saturatingToU64(
        I96F32.saturatingMul(I96F32.fromI32F32(share), I96F32.fromU64(rao)));
  }
}
