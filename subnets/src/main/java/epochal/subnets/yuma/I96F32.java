package epochal.subnets.yuma;

/**
 * Signed fixed point with 96 integer and 32 fraction bits, as functions on the raw {@link Int128}:
 * a raw value {@code r} means {@code r / 2^32}. The epoch multiplies shares with rao in it (spec 09
 * §3.12), since an amount of rao needs more integer bits than {@link I32F32} has.
 */
public final class I96F32 {
  private I96F32() {}

  /** The raw value of an unsigned 64-bit integer; exact. */
  public static Int128 fromU64(long unsigned) {
    return new Int128(unsigned >>> 32, unsigned << 32);
  }

  /** The same value with more integer bits; exact. */
  public static Int128 fromI32F32(long raw) {
    return Int128.of(raw);
  }

  /** {@code floor(a * b)}, saturating. */
  public static Int128 saturatingMul(Int128 a, Int128 b) {
    return Int128.saturating(a.toBigInteger().multiply(b.toBigInteger()).shiftRight(32));
  }

  /** {@code floor(a)} clamped to 0..2^64-1; the result is unsigned. */
  public static long saturatingToU64(Int128 a) {
    if (a.isNegative()) {
      return 0;
    }
    return a.high() >>> 32 == 0 ? a.shiftedRight32() : -1L;
  }
}
