package epochal.subnets.yuma;

import java.util.Arrays;

/**
 * Divisors of which each divides many numbers, one for every column: {@code floor(a * 2^32 / d)}
 * for raw values {@code 0 <= a <= d} up to one, by two multiplications, and without anything that
 * cannot be done for several numbers at once.
 *
 * <p>The multiplier of a divisor is {@code m = ceil(2^63 / d)}. Since a is at most d, {@code a * m}
 * is at most {@code 2^63 + a} and fits 64 unsigned bits. Shifted by 31 it is the floor of a number
 * above the quotient by less than {@code a / 2^31}, at most 2: it is right, or one or two too
 * large. The remainder tells. Its magnitude is at most {@code 2 d}, so that it may be computed
 * modulo 2^64, for divisors below 2^61.
 *
 * <p>A divisor of 0 divides only 0, and gives 0.
 */
final class Divisors {
  long[] divisor = {};
  long[] multiplier = {};

  void ensure(int columns) {
    if (divisor.length < columns) {
      divisor = new long[columns];
      multiplier = new long[columns];
    }
  }

  /** Takes the values of these columns as divisors, and makes them 0 for the next use. */
  void take(long[] values, int from, int to) {
    for (int c = from; c < to; c++) {
      divisor[c] = values[c];
      multiplier[c] = multiplier(values[c]);
    }
    Arrays.fill(values, from, to, 0);
  }

  /** {@code ceil(2^63 / d)}, unsigned; 0 for 0. */
  static long multiplier(long d) {
    return d == 0 ? 0 : Long.divideUnsigned(Long.MIN_VALUE + (d - 1), d);
  }

  /** {@code floor(a * 2^32 / d)} for a divisor with this multiplier, {@code 0 <= a <= d}. */
  static long quotient(long a, long d, long multiplier) {
    long estimate = (a * multiplier) >>> 31;
    long remainder = (a << 32) - estimate * d;
    long tooLarge = remainder >> 63;
    return estimate + tooLarge + ((remainder + (d & tooLarge)) >> 63);
  }

  /** Divides the values of a row by the divisors of its cells. */
  static void divide(long[] values, long[] divisor, long[] multiplier, int from, int to) {
    for (int k = from; k < to; k++) {
      values[k] = quotient(values[k], divisor[k], multiplier[k]);
    }
  }
}
