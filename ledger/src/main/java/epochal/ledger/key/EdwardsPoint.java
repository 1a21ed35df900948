package epochal.ledger.key;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point of edwards25519 (RFC 8032 §5.1) in extended coordinates over BigInteger: the plain and
 * slow arithmetic, which decides what the fast libraries leave open. Not constant in time: for
 * public values only.
 */
record EdwardsPoint(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
  static final int ENCODED_LENGTH = 32;

  static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** The order of the base point. */
  static final BigInteger L =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  static final EdwardsPoint IDENTITY = affine(BigInteger.ZERO, BigInteger.ONE);

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private static final BigInteger TWO_D = D.shiftLeft(1).mod(P);

  private static final BigInteger SQRT_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  static final EdwardsPoint BASE = base();

  private static EdwardsPoint base() {
    BigInteger y = BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
    return affine(evenX(y).orElseThrow(), y);
  }

  private static EdwardsPoint affine(BigInteger x, BigInteger y) {
    return new EdwardsPoint(x, y, BigInteger.ONE, x.multiply(y).mod(P));
  }

  /** Reads 32 bytes from an offset; empty if they are not the canonical encoding of a point. */
  static Optional<EdwardsPoint> decode(byte[] bytes, int offset) {
    BigInteger encoded = littleEndian(bytes, offset, ENCODED_LENGTH);
    boolean odd = encoded.testBit(255);
    BigInteger y = encoded.clearBit(255);
    if (y.compareTo(P) >= 0) {
      return Optional.empty();
    }
    return evenX(y)
        .filter(x -> !(odd && x.signum() == 0))
        .map(x -> affine(odd ? P.subtract(x) : x, y));
  }

  /** The even x with -x² + y² = 1 + d·x²·y², if there is one. */
  private static Optional<BigInteger> evenX(BigInteger y) {
    BigInteger ySquared = y.multiply(y).mod(P);
    BigInteger xSquared =
        ySquared
            .subtract(BigInteger.ONE)
            .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xSquared)) {
      x = x.multiply(SQRT_MINUS_ONE).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xSquared)) {
      return Optional.empty();
    }
    return Optional.of(x.testBit(0) ? P.subtract(x) : x);
  }

  byte[] encode() {
    BigInteger inverse = z.modInverse(P);
    BigInteger affineX = x.multiply(inverse).mod(P);
    BigInteger affineY = y.multiply(inverse).mod(P);
    BigInteger encoded = affineX.testBit(0) ? affineY.setBit(255) : affineY;
    byte[] out = new byte[ENCODED_LENGTH];
    for (int i = 0; i < ENCODED_LENGTH; i++) {
      out[i] = encoded.shiftRight(i * Byte.SIZE).byteValue();
    }
    return out;
  }

  /** The complete addition of RFC 8032 §5.1.4, which doubles as well. */
  EdwardsPoint plus(EdwardsPoint other) {
    BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
    BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
    BigInteger c = t.multiply(TWO_D).mod(P).multiply(other.t).mod(P);
    BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
    BigInteger e = b.subtract(a);
    BigInteger f = d.subtract(c);
    BigInteger g = d.add(c);
    BigInteger h = b.add(a);
    return new EdwardsPoint(
        e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
  }

  EdwardsPoint negate() {
    return new EdwardsPoint(P.subtract(x), y, z, P.subtract(t));
  }

  EdwardsPoint times(BigInteger scalar) {
    EdwardsPoint sum = IDENTITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      if (scalar.testBit(bit)) {
        sum = sum.plus(this);
      }
    }
    return sum;
  }

  /** Reads an unsigned number, the least significant byte first. */
  static BigInteger littleEndian(byte[] bytes, int offset, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < length; i++) {
      reversed[length - 1 - i] = bytes[offset + i];
    }
    return new BigInteger(1, reversed);
  }
}
