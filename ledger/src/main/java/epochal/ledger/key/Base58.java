package epochal.ledger.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Base58 in the alphabet of Bitcoin, for texts of at most {@link #MAX_CHARS} characters.
 *
 * <p>A number is held as 32-bit limbs, the most significant first, and five digits are taken or
 * added at a time: 58^5 is less than 2^30, so that a remainder and a limb together fit a positive
 * long. An address takes some fifty divisions by a constant this way, and no BigInteger. Leading
 * zero bytes are leading digits '1', one for each, so that bytes and texts match one to one.
 */
final class Base58 {
  static final int MAX_CHARS = 64;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] CHARS = ALPHABET.getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] DIGITS = digits();

  private static final int GROUP = 5;
  private static final long GROUP_BASE = 58L * 58 * 58 * 58 * 58;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;

  /** 64 digits hold less than 375 bits, which is 12 limbs. */
  private static final int MAX_LIMBS = 12;

  private static final int MAX_BYTES = MAX_LIMBS * Integer.BYTES;

  private Base58() {}

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      digits[ALPHABET.charAt(i)] = (byte) i;
    }
    return digits;
  }

  /** The value of a character, 0 to 57; -1 for one that is not in the alphabet. */
  static int digit(char c) {
    return c < DIGITS.length ? DIGITS[c] : -1;
  }

  /** Writes at most 36 bytes, which is what the longest address holds. */
  static String encode(byte[] bytes) {
    int limbCount = (bytes.length + Integer.BYTES - 1) / Integer.BYTES;
    int[] limbs = new int[limbCount];
    for (int i = 0; i < bytes.length; i++) {
      int low = bytes.length - 1 - i;
      limbs[limbCount - 1 - i / Integer.BYTES] |= (bytes[low] & 0xFF) << (i % Integer.BYTES * 8);
    }
    // 58^11 exceeds 2^64, so that eleven digits hold two limbs.
    byte[] out = new byte[(limbCount * 11 / 2 / GROUP + 2) * GROUP];
    int end = out.length;
    int first = 0;
    while (first < limbCount) {
      long remainder = 0;
      for (int i = first; i < limbCount; i++) {
        long value = (remainder << Integer.SIZE) | (limbs[i] & LIMB_MASK);
        long quotient = value / GROUP_BASE;
        limbs[i] = (int) quotient;
        remainder = value - quotient * GROUP_BASE;
      }
      while (first < limbCount && limbs[first] == 0) {
        first++;
      }
      int group = (int) remainder;
      for (int i = 0; i < GROUP; i++) {
        out[--end] = CHARS[group % 58];
        group /= 58;
      }
    }
    while (end < out.length && out[end] == CHARS[0]) {
      end++;
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      out[--end] = CHARS[0];
    }
    return new String(out, end, out.length - end, StandardCharsets.ISO_8859_1);
  }

  /** Reads a text of at most {@link #MAX_CHARS} characters, all of the alphabet. */
  static byte[] decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("too long for base58 here: " + text.length());
    }
    int[] limbs = new int[MAX_LIMBS];
    int used = 0;
    int at = 0;
    while (at < text.length()) {
      long base = 1;
      long carry = 0;
      for (int end = Math.min(text.length(), at + GROUP); at < end; at++) {
        int digit = digit(text.charAt(at));
        if (digit < 0) {
          throw new IllegalArgumentException("not base58 at character " + (at + 1));
        }
        base *= 58;
        carry = carry * 58 + digit;
      }
      for (int i = MAX_LIMBS - 1; i >= MAX_LIMBS - used; i--) {
        long value = (limbs[i] & LIMB_MASK) * base + carry;
        limbs[i] = (int) value;
        carry = value >>> Integer.SIZE;
      }
      if (carry != 0) {
        used++;
        limbs[MAX_LIMBS - used] = (int) carry;
      }
    }
    return bytes(limbs, used, leadingOnes(text));
  }

  private static int leadingOnes(String text) {
    int count = 0;
    while (count < text.length() && text.charAt(count) == CHARS[0]) {
      count++;
    }
    return count;
  }

  private static byte[] bytes(int[] limbs, int used, int zeros) {
    int first = MAX_BYTES - used * Integer.BYTES;
    while (first < MAX_BYTES && byteAt(limbs, first) == 0) {
      first++;
    }
    byte[] out = new byte[zeros + MAX_BYTES - first];
    for (int i = first; i < MAX_BYTES; i++) {
      out[zeros + i - first] = byteAt(limbs, i);
    }
    return out;
  }

  private static byte byteAt(int[] limbs, int index) {
    return (byte) (limbs[index / Integer.BYTES] >>> (24 - index % Integer.BYTES * 8));
  }
}
