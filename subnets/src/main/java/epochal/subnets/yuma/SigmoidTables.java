package epochal.subnets.yuma;

import java.math.BigInteger;

/**
 * Computes the tables of {@link Sigmoid}, in numbers with {@value #BITS} fraction bits, floored.
 * Both functions are {@code 1 / a} for an a that grows as e^x: e^x itself, or that and one.
 */
final class SigmoidTables {
  private static final int BITS = 160;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);
  private static final BigInteger SIX = BigInteger.valueOf(6);

  /** One unit of the chain's numbers. */
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(BITS - 32);

  /** What rounding can add up to, in units of the values, and more. */
  private static final long ROUNDING = 8;

  /** So many segments share a bound of the loss, the one at the right end of the last. */
  private static final int BLOCK = 16;

  private SigmoidTables() {}

  static void fill(long[] falling, long[] inverse) {
    // e^(1/256), the step from an edge of a segment to its middle and on to the next edge.
    BigInteger step = exponential(ONE.shiftRight(8));
    BigInteger left = ONE;
    BigInteger loss = BigInteger.ZERO;
    for (int segment = 0; segment < Sigmoid.SEGMENTS; segment++) {
      if (segment % BLOCK == 0) {
        loss = loss(ONE.multiply(BigInteger.valueOf(segment + BLOCK)).shiftRight(7));
      }
      BigInteger middle = product(left, step);
      put(falling, segment, fallingTaylor(middle), ONE.add(left), loss);
      put(inverse, segment, inverseTaylor(middle), left, loss);
      left = product(middle, step);
    }
  }

  /**
   * {@code s = 1 / (1 + e^x)}: s' = -s (1 - s), s'' = s' (2 s - 1), s''' = s' (1 - 6 s + 6 s^2).
   */
  private static BigInteger[] fallingTaylor(BigInteger exponential) {
    BigInteger s = inverse(ONE.add(exponential));
    BigInteger slope = product(s, ONE.subtract(s)).negate();
    BigInteger curve = product(slope, s.shiftLeft(1).subtract(ONE));
    BigInteger six = product(s, s).subtract(s).multiply(SIX);
    return new BigInteger[] {
      s, slope, curve.shiftRight(1), product(slope, ONE.add(six)).divide(SIX)
    };
  }

  /** {@code e^-x}. */
  private static BigInteger[] inverseTaylor(BigInteger exponential) {
    BigInteger e = inverse(exponential);
    return new BigInteger[] {e, e.negate(), e.shiftRight(1), e.negate().divide(SIX)};
  }

  /**
   * Puts down a segment.
   *
   * @param left of what the function is the inverse, at the left end, where the function is largest
   */
  private static void put(
      long[] table, int segment, BigInteger[] taylor, BigInteger left, BigInteger loss) {
    int at = segment * Sigmoid.STRIDE;
    for (int power = 0; power < taylor.length; power++) {
      table[at + power] = atScale(taylor[power].shiftRight(6 * power));
    }
    BigInteger largest = inverse(left);
    BigInteger raised = product(loss, product(largest, inverse(left.subtract(loss))));
    long error = ROUNDING + atScale(largest.divide(BigInteger.valueOf(24)).shiftRight(32));
    table[at] -= error;
    table[at + 4] = Math.addExact(2 * error, atScale(raised) + 1);
  }

  private static long atScale(BigInteger number) {
    return number.shiftRight(BITS - Sigmoid.VALUE_BITS).longValueExact();
  }

  /**
   * At most so much is the chain's series below the exponential, for all exponents up to x. The two
   * floors of a term are one, of a number that is i times smaller, and lose less than a unit; and
   * no term can lose more than there is of it.
   */
  private static BigInteger loss(BigInteger x) {
    BigInteger term = x;
    BigInteger sum = ONE.add(x);
    BigInteger lost = BigInteger.ZERO;
    BigInteger total = BigInteger.ZERO;
    for (int i = 2; i <= Sigmoid.SERIES; i++) {
      BigInteger divisor = BigInteger.valueOf(i);
      term = product(term, x).divide(divisor);
      sum = sum.add(term);
      lost = product(lost, x).divide(divisor).add(UNIT).min(term.add(BigInteger.ONE.shiftLeft(8)));
      total = total.add(lost);
    }
    // A unit for what is floored here.
    return exponential(x).subtract(sum).add(total).add(UNIT);
  }

  private static BigInteger exponential(BigInteger x) {
    BigInteger term = ONE;
    BigInteger sum = ONE;
    for (int i = 1; term.signum() != 0; i++) {
      term = product(term, x).divide(BigInteger.valueOf(i));
      sum = sum.add(term);
    }
    return sum;
  }

  private static BigInteger product(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(BITS);
  }

  private static BigInteger inverse(BigInteger a) {
    return BigInteger.ONE.shiftLeft(2 * BITS).divide(a);
  }
}
