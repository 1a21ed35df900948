package epochal.ledger.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Substrate's hard derivation for ed25519: child seed = blake2b-256(SCALE("Ed25519HDKD") ‖ parent
 * seed ‖ chain code), the chain code being the SCALE encoding of the junction in 32 bytes.
 */
final class HardJunction {
  private static final byte[] DOMAIN = scale("Ed25519HDKD");
  private static final int CHAIN_CODE_LENGTH = 32;
  private static final BigInteger U64_LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE);

  /** Text of more than 2^14 - 1 bytes would need a third form of SCALE length. */
  private static final int MAX_JUNCTION_BYTES = (1 << 14) - 1;

  private HardJunction() {}

  /**
   * The seed at the end of a path.
   *
   * @param path one or more junctions, each after two slashes; the empty text is refused
   */
  static byte[] derive(byte[] seed, String path) {
    if (!path.matches("(//[^/]+)+")) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' is not a derivation path: write hard junctions such as //Alice or"
              + " //Alice//hot//3 (ed25519 has no soft ones)");
    }
    byte[] child = seed;
    for (String junction : path.substring(2).split("//", -1)) {
      child = Blake2b.hash256(DOMAIN, child, chainCode(junction)).bytes();
    }
    return child;
  }

  /** A number that fits 64 bits is written as one, everything else as text. */
  static byte[] chainCode(String junction) {
    byte[] code = isU64(junction) ? littleEndian(junction) : scale(junction);
    return code.length > CHAIN_CODE_LENGTH
        ? Blake2b.hash256(code).bytes()
        : Arrays.copyOf(code, CHAIN_CODE_LENGTH);
  }

  /** As Rust reads a u64: decimal digits, leading zeros and one plus sign allowed. */
  private static boolean isU64(String junction) {
    return junction.matches("\\+?[0-9]+") && new BigInteger(junction).compareTo(U64_LIMIT) < 0;
  }

  private static byte[] littleEndian(String junction) {
    long value = new BigInteger(junction).longValue();
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    return bytes;
  }

  /** A SCALE string: its length in the compact form, and its UTF-8 bytes. */
  private static byte[] scale(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_JUNCTION_BYTES) {
      throw new IllegalArgumentException(
          "a junction has at most " + MAX_JUNCTION_BYTES + " bytes, not " + utf8.length);
    }
    int prefix = utf8.length < 64 ? 1 : 2;
    byte[] out = new byte[prefix + utf8.length];
    if (prefix == 1) {
      out[0] = (byte) (utf8.length << 2);
    } else {
      int compact = utf8.length << 2 | 1;
      out[0] = (byte) compact;
      out[1] = (byte) (compact >>> Byte.SIZE);
    }
    System.arraycopy(utf8, 0, out, prefix, utf8.length);
    return out;
  }
}
