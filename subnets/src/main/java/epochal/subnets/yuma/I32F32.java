package epochal.subnets.yuma;

import java.util.OptionalLong;

/**
 * Signed fixed point with 32 integer and 32 fraction bits, as functions on the raw {@code long}: a
 * raw value {@code r} means {@code r / 2^32} (spec 09 §1).
 *
 * <p>Products are floored (rounded toward minus infinity), quotients truncated (toward zero). A
 * <em>saturating</em> operation that overflows gives {@link #MIN} or {@link #MAX}, a
 * <em>checked</em> one is empty, and {@link #safeDiv} is 0 for a zero divisor and also for an
 * overflow.
 */
public final class I32F32 {
  /** The raw value of 1. */
  public static final long ONE = 1L << 32;

  public static final long MIN = Long.MIN_VALUE;
  public static final long MAX = Long.MAX_VALUE;

  /** The chain's e: {@code floor(e * 2^23) / 2^23}. */
  private static final long E = 22_802_600L << 9;

  private static final long HALF = ONE >> 1;
  private static final long FRACTION_MASK = ONE - 1;
  private static final long EXP_LIMIT = 20 * ONE;

  private I32F32() {}

  /** The raw value of an integer; exact. */
  public static long of(int integer) {
    return (long) integer << 32;
  }

  public static long saturatingAdd(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? limit(a < 0) : sum;
  }

  public static long saturatingSub(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow ? limit(a < 0) : difference;
  }

  public static long saturatingNeg(long a) {
    return a == MIN ? MAX : -a;
  }

  /** {@code floor(a * b)}, saturating. */
  public static long saturatingMul(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    return high == (int) high ? (high << 32) | ((a * b) >>> 32) : limit((a ^ b) < 0);
  }

  /** {@code floor(a * b)}, or empty if it does not fit. */
  public static OptionalLong checkedMul(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    return high == (int) high
        ? OptionalLong.of((high << 32) | ((a * b) >>> 32))
        : OptionalLong.empty();
  }

  /** {@code a / b} truncated, 0 if {@code b} is 0 or the quotient does not fit. */
  public static long safeDiv(long a, long b) {
    return b == 0 ? 0 : divideOr(a, b, 0);
  }

  /**
   * {@code a / b} truncated, saturating.
   *
   * @throws ArithmeticException if {@code b} is 0
   */
  public static long saturatingDiv(long a, long b) {
    return divideOr(a, b, limit((a ^ b) < 0));
  }

  /** {@code a / b} truncated, or empty if {@code b} is 0 or the quotient does not fit. */
  public static OptionalLong checkedDiv(long a, long b) {
    if (b == 0) {
      return OptionalLong.empty();
    }
    long quotient = divideOr(a, b, MIN);
    boolean overflow = quotient == MIN && divideOr(a, b, MAX) == MAX;
    return overflow ? OptionalLong.empty() : OptionalLong.of(quotient);
  }

  /**
   * Long division of the magnitudes: the integer part first, then the 32 fraction bits, as many at
   * a time as the remainder has leading zeros. The remainder stays below the divisor's magnitude,
   * at most 2^63, so every round makes at least one bit.
   */
  private static long divideOr(long a, long b, long onOverflow) {
    boolean negative = (a ^ b) < 0;
    long dividend = Math.abs(a); // 2^63 for MIN when read as unsigned, as all of the below does
    long divisor = Math.abs(b);
    long quotient = Long.divideUnsigned(dividend, divisor);
    if (Long.compareUnsigned(quotient, 1L << 31) > 0) {
      return onOverflow;
    }
    long remainder = Long.remainderUnsigned(dividend, divisor);
    int bits = 32;
    while (bits > 0) {
      int step = Math.min(bits, Long.numberOfLeadingZeros(remainder));
      remainder <<= step;
      long digits = Long.divideUnsigned(remainder, divisor);
      quotient = (quotient << step) + digits;
      remainder -= digits * divisor;
      bits -= step;
    }
    if (quotient < 0) { // a magnitude of 2^63 or more; 2^63 itself is MIN
      return negative && quotient == MIN ? MIN : onOverflow;
    }
    return negative ? -quotient : quotient;
  }

  /** The sum from left to right, wrapping as the chain's release build does. */
  public static long wrappingSum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * Every value divided by the {@linkplain #wrappingSum sum} ({@link #safeDiv}), so that they add
   * up to slightly less than one; the values as they are if the sum is 0.
   */
  public static long[] normalize(long[] values) {
    long sum = wrappingSum(values);
    return sum == 0 ? values.clone() : divideAll(values, sum);
  }

  /** Element by element {@code floor(a * b)}, 0 where it does not fit. */
  public static long[] products(long[] a, long[] b) {
    long[] products = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      products[i] = checkedMul(a[i], b[i]).orElse(0);
    }
    return products;
  }

  static long[] divideAll(long[] values, long divisor) {
    long[] quotients = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      quotients[i] = safeDiv(values[i], divisor);
    }
    return quotients;
  }

  public static long floor(long a) {
    return a & ~FRACTION_MASK;
  }

  /**
   * The nearest integer, halves away from zero.
   *
   * @throws ArithmeticException if that integer is 2^31
   */
  public static long round(long a) {
    return floor(a < 0 ? a + HALF - 1 : Math.addExact(a, HALF));
  }

  /** {@code floor(a)} clamped to 0..65535. */
  public static int saturatingToU16(long a) {
    return (int) Math.clamp(a >> 32, 0L, 65_535L);
  }

  /** {@code floor(a)}, or 0 if that is negative. */
  public static long saturatingToU64(long a) {
    return Math.max(a >> 32, 0);
  }

  /**
   * e^a by the chain's series, or empty where one of its steps overflows. Not the nearest value,
   * and e^1 comes from a constant: both are part of the definition.
   */
  public static OptionalLong exp(long a) {
    if (a == 0) {
      return OptionalLong.of(ONE);
    }
    if (a == ONE) {
      return OptionalLong.of(E);
    }
    if (a == MIN || Math.abs(a) > MAX - ONE) {
      return OptionalLong.empty();
    }
    long x = Math.abs(a);
    long result = x + ONE;
    long term = x;
    // The chain always makes 30 rounds; once a term is 0 the remaining ones change nothing.
    for (int i = 2; i <= 31 && term != 0; i++) {
      OptionalLong product = checkedMul(term, x);
      if (product.isEmpty()) {
        return OptionalLong.empty();
      }
      term = product.getAsLong() / i;
      if (term > MAX - result) {
        return OptionalLong.empty();
      }
      result += term;
    }
    return a < 0 ? checkedDiv(ONE, result) : OptionalLong.of(result);
  }

  /** e^a with {@code a} clamped to [-20, 20], where {@link #exp} never fails. */
  public static long expSafe(long a) {
    return exp(Math.clamp(a, -EXP_LIMIT, EXP_LIMIT)).orElseThrow();
  }

  private static long limit(boolean negative) {
    return negative ? MIN : MAX;
  }
}
