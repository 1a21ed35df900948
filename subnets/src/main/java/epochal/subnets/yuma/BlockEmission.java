package epochal.subnets.yuma;

/**
 * The reward of a block as a function of the issuance so far, not of the height (spec 09 §5, spec
 * 02 §1): it halves each time half of what was left of the 21 million TAO has been issued.
 */
public final class BlockEmission {
  /** 21 million TAO in rao, never reached. */
  public static final long SUPPLY = 21_000_000_000_000_000L;

  /** One TAO in rao, the reward before the first halving. */
  public static final long INITIAL = 1_000_000_000L;

  private BlockEmission() {}

  /**
   * The emission of one block.
   *
   * <p>Halving number k has happened once the issuance is at least {@code SUPPLY - (SUPPLY >> k)}.
   * The chain finds k by a base-2 logarithm in fixed point; the two agree at every switch point.
   *
   * @param totalIssuance rao issued before the block
   * @return rao; 0 from the 30th halving on, where less than one rao would be left
   * @throws IllegalArgumentException if the issuance is negative
   */
  public static long at(long totalIssuance) {
    if (totalIssuance < 0) {
      throw new IllegalArgumentException("issuance is never negative: " + totalIssuance);
    }
    if (totalIssuance >= SUPPLY) {
      return 0;
    }
    // Ends by k = 55 at the latest, where the threshold is the whole supply.
    int halvings = 0;
    while (totalIssuance >= SUPPLY - (SUPPLY >> (halvings + 1))) {
      halvings++;
    }
    return INITIAL >> halvings;
  }
}
