package epochal.persistence.wire;

/**
 * Canonical bytes that are being read: numbers in their one shortest form, lengths that fit. What
 * is wrong is thrown as {@link IllegalArgumentException} and named by whoever reads.
 */
public final class Input {
  private static final int PAYLOAD_BITS = 7;
  private static final int LAST_SHIFT = 63;

  private final byte[] bytes;
  private int at;
  private int end;

  public Input(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  public byte[] array() {
    return bytes;
  }

  /** The place of the next byte. */
  public int at() {
    return at;
  }

  public boolean isAtEnd() {
    return at == end;
  }

  /** A variable-length number of 64 bits. */
  public long varint() {
    if (at < end) {
      byte only = bytes[at];
      if (only >= 0) {
        at++;
        return only;
      }
    }
    return longer();
  }

  private long longer() {
    long number = 0;
    int shift = 0;
    while (true) {
      if (at == end) {
        throw new IllegalArgumentException("ends within a number");
      }
      byte next = bytes[at++];
      if (shift >= LAST_SHIFT && (next & 0xff) > 1) {
        throw new IllegalArgumentException("a number has more than 64 bits");
      }
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (next == 0 && shift > 0) {
          throw new IllegalArgumentException(
              "a number has more bytes than it needs, which is not canonical");
        }
        return number;
      }
      shift += PAYLOAD_BITS;
    }
  }

  /** How many numbers stand between here and the end, if there is nothing else. */
  int countNumbers() {
    int count = 0;
    for (int i = at; i < end; i++) {
      if (bytes[i] >= 0) {
        count++;
      }
    }
    if (at < end && bytes[end - 1] < 0) {
      throw new IllegalArgumentException("ends within a number");
    }
    return count;
  }

  /** Reads from here on only what lies between two places of the array. */
  public void confine(int from, int to) {
    at = from;
    end = to;
  }

  /** Goes back to a place from which was read. */
  public void back(int to) {
    at = to;
  }

  /** A field's number and type on the wire. */
  public int tag() {
    long tag = varint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw new IllegalArgumentException("not protobuf: " + tag + " is no field");
    }
    return (int) tag;
  }

  /** A length and so many bytes; answers where they begin, and {@link #at} is where they end. */
  public int span() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException("ends before its " + length + " bytes do");
    }
    int from = at;
    at += (int) length;
    return from;
  }

  /** Goes past a value of this type on the wire. */
  public void skip(int wireType) {
    switch (wireType) {
      case Wire.VARINT -> varint();
      case Wire.LENGTH_DELIMITED -> span();
      default -> throw new IllegalArgumentException("has another type on the wire");
    }
  }

  /** Confines reading to the next length and bytes; answers what {@link #leave} must be told. */
  public int enter() {
    int outer = end;
    int from = span();
    end = at;
    at = from;
    return outer;
  }

  /** Goes back to what is around the bytes that were entered and that have all been read. */
  public void leave(int outer) {
    if (at != end) {
      throw new IllegalArgumentException("has bytes left over");
    }
    end = outer;
  }
}
