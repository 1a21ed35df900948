package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/**
 * Reads variable-length numbers of 64 bits in their one shortest form. Protobuf's own reader drops
 * what a tenth byte has beyond the 64th bit, so that several strings of bytes give one number.
 */
final class Varints {
  private static final int PAYLOAD_BITS = 7;
  private static final int LAST_SHIFT = 63;

  private Varints() {}

  static long read(CodedInputStream in) throws IOException {
    long number = 0;
    int shift = 0;
    while (true) {
      byte next = in.readRawByte();
      requireFits(next, shift);
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        requireShortest(next, shift);
        return number;
      }
      shift += PAYLOAD_BITS;
    }
  }

  /** All numbers in a string of bytes that holds nothing else. */
  static long[] readAll(byte[] content) {
    int count = 0;
    for (byte b : content) {
      if (b >= 0) {
        count++;
      }
    }
    if (content.length > 0 && content[content.length - 1] < 0) {
      throw new IllegalArgumentException("ends within a number");
    }
    long[] numbers = new long[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      long number = 0;
      int shift = 0;
      byte next;
      do {
        next = content[at++];
        requireFits(next, shift);
        number |= (next & 0x7fL) << shift;
        shift += PAYLOAD_BITS;
      } while (next < 0);
      requireShortest(next, shift - PAYLOAD_BITS);
      numbers[i] = number;
    }
    return numbers;
  }

  private static void requireFits(byte next, int shift) {
    if (shift >= LAST_SHIFT && (next & 0xff) > 1) {
      throw new IllegalArgumentException("a number has more than 64 bits");
    }
  }

  private static void requireShortest(byte last, int shift) {
    if (last == 0 && shift > 0) {
      throw new IllegalArgumentException("a number has more bytes than it needs");
    }
  }
}
