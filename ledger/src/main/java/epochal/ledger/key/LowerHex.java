package epochal.ledger.key;

/** Reads hexadecimal text in its one canonical form: lower case, no prefix, exact length. */
final class LowerHex {
  private LowerHex() {}

  /**
   * The bytes of a text.
   *
   * @param length the number of bytes that the text must hold
   * @param what names the value in the error, with its article
   * @throws IllegalArgumentException if the text is anything but 2 × length lower-case digits
   */
  static byte[] parse(String text, int length, String what) {
    if (text.length() != 2 * length) {
      throw new IllegalArgumentException(
          what + " is written as " + 2 * length + " hexadecimal digits, not " + text.length());
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (digit(text, 2 * i, what) << 4 | digit(text, 2 * i + 1, what));
    }
    return bytes;
  }

  private static int digit(String text, int index, String what) {
    char c = text.charAt(index);
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    throw new IllegalArgumentException(
        String.format(
            "%s is written in the digits 0-9 and a-f; character %d is U+%04X",
            what, index + 1, (int) c));
  }
}
