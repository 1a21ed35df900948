package epochal.cluster.bench;

/**
 * One subnet whose epoch is measured.
 *
 * @param n neurons, 2 to 65,535
 * @param validators how many of them hold a permit and submit weights, 1 to {@code n}
 * @param bondsPenalty proportion by which weights above the consensus are clipped for bonds, in
 *     65535ths
 * @param densityPercent of the other neurons, how many each validator has a weight for, 1 to 100
 * @param threads of the fast engine; the plain one has always one
 */
public record YumaCase(
    int n, int validators, YumaMode mode, int bondsPenalty, int densityPercent, int threads) {

  private static final int MOST_NEURONS = 65_535;
  private static final int U16_MAX = 65_535;
  private static final int MOST_THREADS = 256;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public YumaCase {
    require("n", n, 2, MOST_NEURONS);
    require("validators", validators, 1, n);
    require("bonds penalty", bondsPenalty, 0, U16_MAX);
    require("density", densityPercent, 1, 100);
    require("threads", threads, 1, MOST_THREADS);
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but must be %d to %d.".formatted(what, value, least, most));
    }
  }

  /** How many weights each validator submits. */
  public int weightsPerValidator() {
    return Math.max(1, Math.toIntExact(Math.round((n - 1L) * densityPercent / 100.0)));
  }

  @Override
  public String toString() {
    return "%,d neurons, %,d validators, %s, penalty %d%s%s"
        .formatted(
            n,
            validators,
            mode,
            bondsPenalty,
            densityPercent == 100 ? "" : ", density " + densityPercent + " %",
            threads == 1 ? "" : ", " + threads + " threads");
  }
}
