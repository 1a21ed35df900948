package epochal.subnets.yuma;

/**
 * {@code 1 / (1 + exp(t))} as the chain computes it (spec 09 §3.11), bit for bit, without its
 * series of thirty terms where that is long.
 *
 * <h2>How an approximation can be exact</h2>
 *
 * The chain's result is the floor of a real number near the mathematical one, and nearly always a
 * rough value of that number is enough to know its floor. So a polynomial gives an interval in
 * which the number lies for certain; if both ends have the same floor, that is the result.
 * Otherwise the series itself is computed. Mathematical libraries round correctly in this way
 * (Ziv's test). It happens once in 300 times around an exponent of 5, which is what small weights
 * have with the usual steepness, and once in 10 around 3. Below {@link #SERIES_IS_SHORT} it would
 * nearly always happen, and the series, which is short there, is computed at once.
 *
 * <p>Let {@code x = |t|}, between 0 and 20, {@code E = e^x}, and {@code E - d} the chain's series:
 * its terms are floored, and it ends after the 31st power, so d is not negative, and at most the
 * sum of what each term can lose ({@code l_i = l_(i-1) x / i + 1} units) and of the terms that are
 * left out.
 *
 * <ul>
 *   <li>t positive: the result is the floor of {@code 1 / (1 + E - d)}, which is between {@code
 *       s(x) = 1 / (1 + E)} and {@code d s(x) / (1 + E - d)} more.
 *   <li>t negative: the chain first inverts, with the floor of {@code 1 / (E - d)}, which is
 *       between {@code e^-x} and {@code d e^-x / (E - d)} more; and then divides one by one plus
 *       that, which is done here too.
 * </ul>
 *
 * For both functions there is a table of Taylor polynomials of degree 3 around the middles of
 * segments of x that are {@code 2^-7} wide. No fourth derivative is larger than the function itself
 * at the segment's left end, so what the polynomial leaves out is at most that times {@code 2^-32 /
 * 24}, the distance from the middle being at most {@code 2^-8}. The rest of the interval is for the
 * rounding of coefficients and products, and for d, taken where it is largest among some
 * neighbouring segments.
 */
final class Sigmoid {
  /** x is clamped to 20. */
  private static final long LIMIT = 20 * I32F32.ONE;

  /** Above one, which {@link #exact} must see to. */
  private static final long SERIES_IS_SHORT = I32F32.ONE + I32F32.ONE / 4;

  private static final int SEGMENT_BITS = 32 - 7;
  private static final long SEGMENT_MASK = (1L << SEGMENT_BITS) - 1;
  static final int SEGMENTS = 20 << 7;

  /** Four coefficients and the width of the interval. */
  static final int STRIDE = 5;

  /** The values of the polynomials have 62 fraction bits, those of the result 32. */
  static final int VALUE_BITS = 62;

  private static final int GUARD_BITS = VALUE_BITS - 32;

  private static final long[] FALLING = new long[SEGMENTS * STRIDE];
  private static final long[] INVERSE = new long[SEGMENTS * STRIDE];

  /** The last power of the chain's series. */
  static final int SERIES = 31;

  /** {@code floor(2^64 / i) + 1}, unsigned. */
  private static final long[] RECIPROCALS = new long[SERIES + 1];

  /** The values for everything beyond the limits. */
  private static final long AT_LIMIT;

  private static final long AT_MINUS_LIMIT;

  static {
    for (int i = 2; i <= SERIES; i++) {
      RECIPROCALS[i] = Long.divideUnsigned(-1L, i) + 1;
    }
    AT_LIMIT = exact(LIMIT);
    AT_MINUS_LIMIT = exact(-LIMIT);
    SigmoidTables.fill(FALLING, INVERSE);
  }

  private Sigmoid() {}

  /**
   * The sigmoid.
   *
   * @param t raw, above -2^63; more than 20 counts as 20
   * @return raw, above 0 and below one
   */
  static long of(long t) {
    long x = Math.abs(t);
    if (x < SERIES_IS_SHORT) {
      return exact(t);
    }
    if (x >= LIMIT) {
      return t > 0 ? AT_LIMIT : AT_MINUS_LIMIT;
    }
    long[] table = t > 0 ? FALLING : INVERSE;
    int at = (int) (x >>> SEGMENT_BITS) * STRIDE;
    long low = low(table, at, x);
    if (isOpen(low, table[at + 4])) {
      return exact(t);
    }
    long floor = low >>> GUARD_BITS;
    // 2^64 - 1 instead of 2^64: floor is at least e^-20, 8 units, and below one, so that the
    // divisor
    // is not a power of two, and the quotient the same.
    return t > 0 ? floor : Long.divideUnsigned(-1L, I32F32.ONE + floor);
  }

  /** The lower end of the interval. */
  private static long low(long[] table, int at, long x) {
    // The distance from the middle of the segment times 2^70. A product with it keeps its high 64
    // bits, so that six binary digits are gained and each coefficient has six less than the next.
    long u = ((x & SEGMENT_MASK) - (1L << (SEGMENT_BITS - 1))) << 38;
    long quadratic = table[at + 2] + Math.multiplyHigh(table[at + 3], u);
    return table[at] + Math.multiplyHigh(table[at + 1] + Math.multiplyHigh(quadratic, u), u);
  }

  private static boolean isOpen(long low, long width) {
    return low >>> GUARD_BITS != (low + width) >>> GUARD_BITS;
  }

  /** Whether the table is enough for an exponent below the limits. */
  static boolean decides(long t) {
    long[] table = t > 0 ? FALLING : INVERSE;
    int at = (int) (Math.abs(t) >>> SEGMENT_BITS) * STRIDE;
    return !isOpen(low(table, at, Math.abs(t)), table[at + 4]);
  }

  /**
   * The same by the chain's series.
   *
   * @param t raw, at most 20 in magnitude
   */
  static long exact(long t) {
    // e^1 is a constant of the chain, and e^0 is exact; neither is the floor of a series.
    if (t == 0 || t == I32F32.ONE) {
      return inverse(I32F32.ONE + I32F32.expSafe(t));
    }
    long series = series(Math.abs(t));
    return inverse(I32F32.ONE + (t > 0 ? series : inverse(series)));
  }

  /**
   * {@code 1 + x + x^2 / 2 + …}, every power floored after the multiplication and after the
   * division. Up to 20 no term reaches 2^58 and the sum not 2^61: a product of the raw values keeps
   * its upper half if 32 bits are put before it, and {@code p / i} is the high half of p times the
   * reciprocal, which is too large by so little that {@code p i < 2^64} keeps the floor.
   */
  private static long series(long x) {
    long sum = I32F32.ONE + x;
    long term = x;
    for (int i = 2; i <= SERIES && term != 0; i++) {
      long product = Math.unsignedMultiplyHigh(term << 5, x << 27);
      term = Math.unsignedMultiplyHigh(product, RECIPROCALS[i]);
      sum += term;
    }
    return sum;
  }

  /** {@code floor(1 / a)} for a value of one or more. */
  private static long inverse(long a) {
    // 2^64 - 1 has the same quotient except by a power of two, by which 2^64 has one more.
    long quotient = Long.divideUnsigned(-1L, a);
    return (a & (a - 1)) == 0 ? quotient + 1 : quotient;
  }
}
