package epochal.ledger.key;

import static epochal.ledger.key.Ed25519Test.assertAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that only a crafted key or a crafted R can make, where libraries part ways. */
class Ed25519EdgeTest {
  private static final BigInteger P = EdwardsPoint.P;
  private static final BigInteger L = EdwardsPoint.L;
  private static final BigInteger SECRET = new BigInteger("271828182845904523536028747135266249");
  private static final BigInteger NONCE = new BigInteger("314159265358979323846264338327950288");

  /** A point of order 8, which spans the eight points of small order. */
  private static final EdwardsPoint ORDER_8 =
      EdwardsPoint.decode(
              HexFormat.of()
                  .parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
              0)
          .orElseThrow();

  /**
   * The signature of a message by the key [a]B + [i]T with R = [r]B + [j]T, T being of order 8. It
   * always fits the equation times 8; the plain one leaves [j + ki]T over, which is nothing if 8
   * divides j + ki.
   */
  private record Crafted(
      AccountId signer, String text, Signature signature, boolean fitsPlainEquation) {

    static Crafted of(BigInteger a, int i, BigInteger r, int j, String text) {
      byte[] message = text.getBytes(UTF_8);
      byte[] key = EdwardsPoint.BASE.times(a).plus(torsion(i)).encode();
      byte[] nonce = EdwardsPoint.BASE.times(r).plus(torsion(j)).encode();
      BigInteger k = k(nonce, key, message);
      BigInteger s = r.add(k.multiply(a)).mod(L);
      int left = k.multiply(BigInteger.valueOf(i)).add(BigInteger.valueOf(j)).intValue() & 7;
      return new Crafted(AccountId.of(key), text, signed(nonce, s), left == 0);
    }

    byte[] message() {
      return text.getBytes(UTF_8);
    }
  }

  @Test
  void the_plain_equation_decides_on_components_of_small_order() {
    int good = 0;
    int libraryAlone = 0;
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        for (int salt = 0; salt < 3; salt++) {
          var crafted =
              Crafted.of(SECRET, i, NONCE, j, "message " + salt + " of " + i + " and " + j);
          assertAll(
              crafted.fitsPlainEquation(),
              crafted.signer(),
              crafted.message(),
              crafted.signature());
          good += crafted.fitsPlainEquation() ? 1 : 0;
          libraryAlone += bouncyCastleAlone(crafted) ? 1 : 0;
        }
      }
    }
    assertThat(good).as("both answers occur").isBetween(8, 64);
    assertThat(libraryAlone).as("what makes the second look necessary").isEqualTo(8 * 8 * 3);
  }

  @Test
  void keys_of_small_order_sign_nothing() {
    for (int i = 0; i < 8; i++) {
      for (int salt = 0; salt < 8; salt++) {
        var crafted = Crafted.of(BigInteger.ZERO, i, NONCE, 0, "message " + salt);
        assertAll(false, crafted.signer(), crafted.message(), crafted.signature());
      }
    }
  }

  @Test
  void an_r_of_small_order_is_refused() {
    for (int j = 0; j < 8; j++) {
      var crafted = Crafted.of(SECRET, 0, BigInteger.ZERO, j, "message");
      assertAll(false, crafted.signer(), crafted.message(), crafted.signature());
    }
    var fitting = Crafted.of(SECRET, 0, BigInteger.ZERO, 0, "message");
    assertThat(fitting.fitsPlainEquation()).as("though the equation holds").isTrue();
  }

  @Test
  void s_of_l_and_more_is_refused() {
    var key = SigningKey.development("//Alice");
    byte[] message = {1, 2, 3};
    byte[] good = key.sign(message).bytes();
    byte[] r = Arrays.copyOf(good, 32);
    BigInteger s = EdwardsPoint.littleEndian(good, 32, 32);

    for (int times = 1; times < 16; times++) {
      BigInteger shifted = s.add(L.multiply(BigInteger.valueOf(times)));
      if (shifted.bitLength() <= 256) {
        assertAll(false, key.accountId(), message, signed(r, shifted));
      }
    }
    byte[] malleable = signed(r, s.add(L)).bytes();
    assertThat(new ExactVerifier().verify(key.accountId().bytes(), message, malleable))
        .as("though the equation holds")
        .isTrue();
  }

  @Test
  void scalars_are_those_below_l() {
    assertThat(StrictEncoding.isScalar(littleEndian(BigInteger.ZERO), 0)).isTrue();
    assertThat(StrictEncoding.isScalar(littleEndian(L.subtract(BigInteger.ONE)), 0)).isTrue();
    assertThat(StrictEncoding.isScalar(littleEndian(L), 0)).isFalse();
    assertThat(StrictEncoding.isScalar(littleEndian(L.add(BigInteger.ONE)), 0)).isFalse();
    for (int bit = 0; bit < 256; bit++) {
      BigInteger below = L.clearBit(bit);
      BigInteger above = L.setBit(bit);
      assertThat(StrictEncoding.isScalar(littleEndian(below), 0)).isEqualTo(L.testBit(bit));
      assertThat(StrictEncoding.isScalar(littleEndian(above), 0)).isFalse();
    }
  }

  @Test
  void points_of_small_order_are_the_multiples_of_one_of_order_8() {
    assertThat(ORDER_8.times(BigInteger.valueOf(4)).encode())
        .isNotEqualTo(EdwardsPoint.IDENTITY.encode());
    assertThat(ORDER_8.times(BigInteger.valueOf(8)).encode())
        .isEqualTo(EdwardsPoint.IDENTITY.encode());
    for (int i = 0; i < 8; i++) {
      assertThat(StrictEncoding.isPoint(torsion(i).encode())).isFalse();
      assertThat(StrictEncoding.isPoint(negated(torsion(i).encode()))).isFalse();
    }
  }

  /** The 19 values of y that fit 255 bits and are not below p, with either sign. */
  @Test
  void points_with_a_y_of_p_and_more_are_refused() {
    for (int over = 0; over < 19; over++) {
      byte[] encoded = littleEndian(P.add(BigInteger.valueOf(over)));
      assertThat(StrictEncoding.isPoint(encoded)).isFalse();
      assertThat(StrictEncoding.isPoint(negated(encoded))).isFalse();
      assertAll(false, AccountId.of(encoded), new byte[1], signed(encoded, BigInteger.ONE));
    }
    assertThat(StrictEncoding.isPoint(littleEndian(P.subtract(BigInteger.TWO)))).isTrue();
    assertThat(StrictEncoding.isPoint(littleEndian(BigInteger.valueOf(3)))).isTrue();
  }

  /** No point has any of these as its y; the account of a subnet is such a key too. */
  @ParameterizedTest
  @ValueSource(ints = {2, 7, 8, 11})
  void keys_off_the_curve_sign_nothing(int y) {
    byte[] encoded = littleEndian(BigInteger.valueOf(y));
    byte[] good = SigningKey.development("//Alice").sign(new byte[1]).bytes();

    assertThat(EdwardsPoint.decode(encoded, 0)).isEmpty();
    assertAll(false, AccountId.of(encoded), new byte[1], Signature.of(good));
    System.arraycopy(encoded, 0, good, 0, 32);
    assertAll(
        false, SigningKey.development("//Alice").accountId(), new byte[1], Signature.of(good));
  }

  @Test
  void the_plain_arithmetic_is_that_of_the_curve() {
    assertThat(EdwardsPoint.BASE.encode())
        .isEqualTo(
            HexFormat.of()
                .parseHex("5866666666666666666666666666666666666666666666666666666666666666"));
    assertThat(EdwardsPoint.BASE.times(L).encode()).isEqualTo(EdwardsPoint.IDENTITY.encode());
    var point = EdwardsPoint.BASE.times(SECRET);
    assertThat(EdwardsPoint.decode(point.encode(), 0).orElseThrow().encode())
        .isEqualTo(point.encode());
    assertThat(point.plus(point.negate()).encode()).isEqualTo(EdwardsPoint.IDENTITY.encode());
    assertThat(EdwardsPoint.decode(negated(EdwardsPoint.IDENTITY.encode()), 0)).isEmpty();
  }

  private static boolean bouncyCastleAlone(Crafted crafted) {
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        crafted.signature().bytes(),
        0,
        crafted.signer().bytes(),
        0,
        crafted.message(),
        0,
        crafted.message().length);
  }

  private static EdwardsPoint torsion(int i) {
    return ORDER_8.times(BigInteger.valueOf(i));
  }

  private static byte[] negated(byte[] encoded) {
    byte[] other = encoded.clone();
    other[31] ^= (byte) 0x80;
    return other;
  }

  private static Signature signed(byte[] r, BigInteger s) {
    byte[] bytes = Arrays.copyOf(r, Signature.LENGTH);
    System.arraycopy(littleEndian(s), 0, bytes, 32, 32);
    return Signature.of(bytes);
  }

  private static byte[] littleEndian(BigInteger value) {
    byte[] out = new byte[32];
    for (int i = 0; i < out.length; i++) {
      out[i] = value.shiftRight(i * Byte.SIZE).byteValue();
    }
    return out;
  }

  private static BigInteger k(byte[] r, byte[] key, byte[] message) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      digest.update(r);
      digest.update(key);
      byte[] hash = digest.digest(message);
      return EdwardsPoint.littleEndian(hash, 0, hash.length).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
