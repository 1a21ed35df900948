package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * What set_weights does to the values of a submitted weight row: it is stored scaled up so that its
 * largest value is 65535 (spec 04 §2, spec 09 §1), and may be refused when one neuron gets too
 * large a part of it (spec 04 §1, check 14).
 */
public final class MaxUpscale {
  /** Up to this maximum, a value times 65535 fits an I32F32. */
  private static final long DIVIDE_LAST_LIMIT = I32F32.of(32_768);

  private static final long U16_MAX = I32F32.of(65_535);

  private MaxUpscale() {}

  /**
   * The row as it is stored: each value times {@code 65535 / maximum}, rounded to the nearest
   * integer with halves away from zero. A row of zeros stays as it is.
   *
   * @param values unsigned 16-bit
   * @return as many values; the largest is 65535
   */
  public static int[] row(int[] values) {
    return ofFixed(fixed(values));
  }

  /**
   * The same for raw {@link I32F32} values. Above a maximum of 32768 the factor is computed (and
   * truncated) first, otherwise the product is divided last: they can round differently.
   */
  public static int[] ofFixed(long[] values) {
    long max = Arrays.stream(values).max().orElse(0);
    int[] scaled = new int[values.length];
    if (max == 0) {
      for (int i = 0; i < values.length; i++) {
        scaled[i] = rounded(values[i]);
      }
      return scaled;
    }
    long factor = I32F32.safeDiv(U16_MAX, max);
    for (int i = 0; i < values.length; i++) {
      scaled[i] =
          rounded(
              max > DIVIDE_LAST_LIMIT
                  ? I32F32.saturatingMul(values[i], factor)
                  : I32F32.safeDiv(I32F32.saturatingMul(values[i], U16_MAX), max));
    }
    return scaled;
  }

  /**
   * Whether no value has more than {@code limit / 65535} of the row's sum; true for an empty row
   * and for a row of zeros.
   *
   * @param values unsigned 16-bit
   * @param limit unsigned 16-bit proportion
   */
  public static boolean withinLimit(int[] values, int limit) {
    long max = Arrays.stream(I32F32.normalize(fixed(values))).max().orElse(0);
    return max <= Proportion.toFixed(limit);
  }

  private static int rounded(long value) {
    return I32F32.saturatingToU16(I32F32.round(value));
  }

  private static long[] fixed(int[] values) {
    return Arrays.stream(values).mapToLong(I32F32::of).toArray();
  }
}
