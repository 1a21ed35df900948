package epochal.subnets.yuma;

import java.math.BigInteger;

/**
 * A signed 128-bit two's-complement integer, the raw value of {@link I64F64} and {@link I96F32}.
 *
 * <p>Sums, shifts and comparisons work on the two words. Products and quotients of fixed point
 * values need up to 192 bits in between and go through {@link BigInteger}: an epoch makes only a
 * few of them per neuron.
 *
 * @param high the upper 64 bits, with the sign
 * @param low the lower 64 bits, unsigned
 */
public record Int128(long high, long low) implements Comparable<Int128> {
  public static final Int128 ZERO = new Int128(0, 0);
  public static final Int128 MIN = new Int128(Long.MIN_VALUE, 0);
  public static final Int128 MAX = new Int128(Long.MAX_VALUE, -1);

  private static final int MAX_MAGNITUDE_BITS = 127;

  /** A signed 64-bit integer, sign-extended. */
  public static Int128 of(long value) {
    return new Int128(value >> 63, value);
  }

  /** Whether {@code value} lies in [-2^127, 2^127). */
  public static boolean fits(BigInteger value) {
    return value.bitLength() <= MAX_MAGNITUDE_BITS;
  }

  /** The nearest 128-bit integer. */
  public static Int128 saturating(BigInteger value) {
    if (!fits(value)) {
      return value.signum() < 0 ? MIN : MAX;
    }
    return new Int128(value.shiftRight(64).longValue(), value.longValue());
  }

  public BigInteger toBigInteger() {
    BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1);
    if ((low & 1) != 0) {
      unsignedLow = unsignedLow.setBit(0);
    }
    return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
  }

  public Int128 wrappingAdd(Int128 other) {
    long sumLow = low + other.low;
    int carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    return new Int128(high + other.high + carry, sumLow);
  }

  public Int128 saturatingAdd(Int128 other) {
    Int128 sum = wrappingAdd(other);
    boolean overflow = ((high ^ sum.high) & (other.high ^ sum.high)) < 0;
    return overflow ? limit() : sum;
  }

  public Int128 saturatingSub(Int128 other) {
    long differenceLow = low - other.low;
    int borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    long differenceHigh = high - other.high - borrow;
    boolean overflow = ((high ^ other.high) & (high ^ differenceHigh)) < 0;
    return overflow ? limit() : new Int128(differenceHigh, differenceLow);
  }

  public Int128 saturatingNegate() {
    return ZERO.saturatingSub(this);
  }

  /** {@code floor(this / 2^32)}, wrapped to 64 bits. */
  public long shiftedRight32() {
    return (high << 32) | (low >>> 32);
  }

  /** Whether {@code floor(this / 2^32)} is a signed 64-bit integer. */
  public boolean fitsLongShiftedRight32() {
    return high == (int) high;
  }

  public boolean isZero() {
    return (high | low) == 0;
  }

  public boolean isNegative() {
    return high < 0;
  }

  @Override
  public int compareTo(Int128 other) {
    return high != other.high
        ? Long.compare(high, other.high)
        : Long.compareUnsigned(low, other.low);
  }

  /** The decimal digits. */
  @Override
  public String toString() {
    return toBigInteger().toString();
  }

  private Int128 limit() {
    return isNegative() ? MIN : MAX;
  }
}
