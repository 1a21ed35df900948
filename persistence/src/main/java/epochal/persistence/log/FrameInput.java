package epochal.persistence.log;

import java.nio.charset.StandardCharsets;

/** Reads what is within a frame. */
final class FrameInput {
  private final byte[] source;
  private final int end;
  private int at;

  FrameInput(byte[] source, int from, int end) {
    this.source = source;
    this.at = from;
    this.end = end;
  }

  byte[] source() {
    return source;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  int octet() throws BadFrame {
    if (at == end) {
      throw malformed("it ends within an entry");
    }
    return source[at++] & 0xff;
  }

  long varint() throws BadFrame {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed("a number does not end");
  }

  /** Where so many bytes begin, which are left behind. */
  int span(long length) throws BadFrame {
    if (length < 0 || length > end - at) {
      throw malformed("a field of " + length + " bytes does not fit");
    }
    int from = at;
    at += (int) length;
    return from;
  }

  String text() throws BadFrame {
    int from = span(varint());
    return new String(source, from, at - from, StandardCharsets.UTF_8);
  }

  static BadFrame malformed(String what) {
    return new BadFrame(
        LogFinding.Kind.CONTENT, "a batch with the right checksum makes no sense: " + what);
  }
}
