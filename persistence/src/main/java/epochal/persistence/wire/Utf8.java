package epochal.persistence.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as UTF-8, refusing what cannot make the way there and back. */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /**
   * @throws IllegalArgumentException for half a surrogate pair
   */
  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        requireWhole(text, bytes);
        break;
      }
    }
    return bytes;
  }

  private static void requireWhole(String text, byte[] bytes) {
    if (!text.equals(new String(bytes, StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("the text has half a surrogate pair: " + text);
    }
  }

  /**
   * @throws IllegalArgumentException for bytes that are not UTF-8
   */
  static String decode(byte[] source, int from, int to) {
    String text = new String(source, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(source, from, to))) {
      throw new IllegalArgumentException("is not UTF-8");
    }
    return text;
  }
}
