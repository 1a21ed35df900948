package epochal.subnets.yuma;

/** {@link LiquidAlpha} for many cells. */
final class AlphaCurve {
  private static final long HALF = I32F32.ONE / 2;

  private long low;
  private long high;
  private long slope;
  private long atZero;

  /** Turns to these settings. */
  void take(EpochParameters parameters) {
    low = Proportion.toFixed(parameters.alphaLow());
    high = Proportion.toFixed(parameters.alphaHigh());
    slope = I32F32.saturatingDiv(I32F32.of(parameters.alphaSigmoidSteepness()), I32F32.of(-100));
    atZero = of(0);
  }

  /** Replaces distances by alphas. */
  void alphas(long[] cells, int from, int to) {
    for (int k = from; k < to; k++) {
      long distance = cells[k];
      cells[k] = distance == 0 ? atZero : of(distance);
    }
  }

  /**
   * The alpha at a distance.
   *
   * @param distance raw, 0 to one
   */
  long of(long distance) {
    // A steepness has 16 bits, so that a product with less than one cannot overflow.
    long sigma = Sigmoid.of(product(slope, distance - HALF));
    return Math.max(Math.min(low + product(sigma, high - low), high), low);
  }

  private static long product(long a, long b) {
    return (Math.multiplyHigh(a, b) << 32) | ((a * b) >>> 32);
  }
}
