package epochal.subnets.yuma;

/**
 * Unsigned 16-bit proportions: the integer {@code u} means {@code u / 65535}. Weights, bonds and
 * most published numbers of a subnet are stored so.
 */
public final class Proportion {
  /** The integer that means one. */
  public static final int ONE = 65_535;

  private static final long ONE_AS_FIXED = I32F32.of(ONE);

  private Proportion() {}

  /** The {@link I32F32} value of {@code u}, truncated; {@code prop(u)} in spec 09 §1. */
  public static long toFixed(int u) {
    return I32F32.safeDiv(I32F32.of(u), ONE_AS_FIXED);
  }

  /** An {@link I32F32} value that counts 65535ths, as a proportion. */
  public static long scaledDown(long raw) {
    return I32F32.safeDiv(raw, ONE_AS_FIXED);
  }

  /**
   * The proportion of an {@link I32F32} value: truncated, never rounded, and clamped to 0..65535;
   * {@code q16(x)} in spec 09 §1. A value just below one gives 65534.
   */
  public static int ofFixed(long raw) {
    return I32F32.saturatingToU16(I32F32.saturatingMul(raw, ONE_AS_FIXED));
  }

  static int[] ofFixed(long[] raw) {
    int[] proportions = new int[raw.length];
    for (int i = 0; i < raw.length; i++) {
      proportions[i] = ofFixed(raw[i]);
    }
    return proportions;
  }
}
