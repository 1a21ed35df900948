package epochal.persistence.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as UTF-8, refusing what cannot make the way there and back. */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        length += 2; // two for each half of a surrogate pair
      } else {
        length += 3;
      }
    }
    return length;
  }

  /**
   * @throws IllegalArgumentException for half a surrogate pair
   */
  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != length(text)) {
      throw new IllegalArgumentException("the text has half a surrogate pair: " + text);
    }
    return bytes;
  }

  /**
   * @throws IllegalArgumentException for bytes that are not UTF-8
   */
  static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new IllegalArgumentException("is not UTF-8");
    }
    return text;
  }
}
