package epochal.subnets.yuma;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Signed fixed point with 64 integer and 64 fraction bits, as functions on the raw {@link Int128}:
 * a raw value {@code r} means {@code r / 2^64}. Rounding and overflow are those of {@link I32F32}
 * (spec 09 §1).
 */
public final class I64F64 {
  /** The raw value of 1. */
  public static final Int128 ONE = new Int128(1, 0);

  /** The chain's e: {@code floor(e * 2^23) / 2^23}. */
  private static final Int128 E = Int128.saturating(BigInteger.valueOf(22_802_600).shiftLeft(41));

  private I64F64() {}

  /** The raw value of an unsigned 64-bit integer; 2^63 and more saturate. */
  public static Int128 saturatingFromU64(long unsigned) {
    return unsigned < 0 ? Int128.MAX : new Int128(unsigned, 0);
  }

  /** The same value with more bits; exact. */
  public static Int128 fromI32F32(long raw) {
    return new Int128(raw >> 32, raw << 32);
  }

  /** The raw {@link I32F32} value, floored and saturating. */
  public static long saturatingToI32F32(Int128 a) {
    if (a.fitsLongShiftedRight32()) {
      return a.shiftedRight32();
    }
    return a.isNegative() ? I32F32.MIN : I32F32.MAX;
  }

  /** The raw {@link I32F32} value, floored and wrapping. */
  public static long wrappingToI32F32(Int128 a) {
    return a.shiftedRight32();
  }

  /** {@code floor(a)}, or 0 if that is negative. */
  public static long saturatingToU64(Int128 a) {
    return Math.max(a.high(), 0);
  }

  /** {@code floor(a * b)}, saturating. */
  public static Int128 saturatingMul(Int128 a, Int128 b) {
    return Int128.saturating(product(a, b));
  }

  /** {@code a / b} truncated, 0 if {@code b} is 0 or the quotient does not fit. */
  public static Int128 safeDiv(Int128 a, Int128 b) {
    return checkedDiv(a, b).orElse(Int128.ZERO);
  }

  /**
   * {@code a / b} truncated, saturating.
   *
   * @throws ArithmeticException if {@code b} is 0
   */
  public static Int128 saturatingDiv(Int128 a, Int128 b) {
    return Int128.saturating(quotient(a, b));
  }

  /** {@code a / b} truncated, or empty if {@code b} is 0 or the quotient does not fit. */
  public static Optional<Int128> checkedDiv(Int128 a, Int128 b) {
    return b.isZero() ? Optional.empty() : checked(quotient(a, b));
  }

  /** The sum from left to right, wrapping as the chain's release build does. */
  public static Int128 wrappingSum(Int128[] values) {
    Int128 sum = Int128.ZERO;
    for (Int128 value : values) {
      sum = sum.wrappingAdd(value);
    }
    return sum;
  }

  /**
   * Every value divided by the {@linkplain #wrappingSum sum} ({@link #safeDiv}); the values as they
   * are if the sum is 0.
   */
  public static Int128[] normalize(Int128[] values) {
    Int128 sum = wrappingSum(values);
    if (sum.isZero()) {
      return values.clone();
    }
    Int128[] shares = new Int128[values.length];
    for (int i = 0; i < values.length; i++) {
      shares[i] = safeDiv(values[i], sum);
    }
    return shares;
  }

  /** e^a by the chain's series, as {@link I32F32#exp}; empty where one of its steps overflows. */
  public static Optional<Int128> exp(Int128 a) {
    if (a.isZero()) {
      return Optional.of(ONE);
    }
    if (a.equals(ONE)) {
      return Optional.of(E);
    }
    BigInteger x = a.toBigInteger().abs();
    BigInteger result = x.add(ONE.toBigInteger());
    BigInteger term = x;
    // The chain always makes 62 rounds; once a term is 0 the remaining ones change nothing.
    for (int i = 2; i <= 63 && term.signum() != 0; i++) {
      BigInteger power = term.multiply(x).shiftRight(64);
      if (!Int128.fits(power)) {
        return Optional.empty();
      }
      term = power.divide(BigInteger.valueOf(i));
      result = result.add(term);
    }
    // The terms are not negative, so a sum that overflowed on the way is still too large now.
    return checked(result).flatMap(sum -> a.isNegative() ? checkedDiv(ONE, sum) : Optional.of(sum));
  }

  private static BigInteger product(Int128 a, Int128 b) {
    return a.toBigInteger().multiply(b.toBigInteger()).shiftRight(64);
  }

  private static BigInteger quotient(Int128 a, Int128 b) {
    return a.toBigInteger().shiftLeft(64).divide(b.toBigInteger());
  }

  private static Optional<Int128> checked(BigInteger raw) {
    return Int128.fits(raw) ? Optional.of(Int128.saturating(raw)) : Optional.empty();
  }
}
