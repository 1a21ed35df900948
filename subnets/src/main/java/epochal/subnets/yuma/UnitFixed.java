package epochal.subnets.yuma;

/**
 * Arithmetic on raw {@link I32F32} values between 0 and one, both included, where nothing can
 * overflow and no sign matters: what {@link I32F32} does in general, in a few instructions without
 * a branch, which a compiler can do for several values at once.
 */
final class UnitFixed {
  static final long ONE = I32F32.ONE;

  private UnitFixed() {}

  /**
   * {@code floor(a * b)}. The product of the raw values fits 64 unsigned bits unless both are
   * {@link #ONE}, whose product would wrap to 0: bit 32 is set in no other value, so the last term
   * puts that one result right and changes no other.
   */
  static long product(long a, long b) {
    return ((a * b) >>> 32) | (a & b & ONE);
  }

  /** {@code a}, or 0 if it is negative. */
  static long notNegative(long a) {
    return a & ~(a >> 63);
  }

  /** The smaller of two values whose difference fits 64 bits. */
  static long min(long a, long b) {
    long above = a - b;
    return b + (above & (above >> 63));
  }

  /** The larger of two values whose difference fits 64 bits. */
  static long max(long a, long b) {
    long above = a - b;
    return a - (above & (above >> 63));
  }

  /**
   * {@link Proportion#toFixed}: since {@code 65535 * 65537 = 2^32 - 1}, the quotient is {@code
   * 65537 u} for all {@code u} below 65535, and one more than that for 65535.
   */
  static long ofProportion(long u) {
    return u * 65_537 + ((u + 1) >> 16);
  }

  /** {@link Proportion#ofFixed}. */
  static int toProportion(long a) {
    return (int) ((a * Proportion.ONE) >>> 32);
  }
}
