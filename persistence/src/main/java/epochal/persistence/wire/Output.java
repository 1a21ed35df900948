package epochal.persistence.wire;

import java.util.Arrays;

/**
 * Bytes that are being written. What is nested is written where it will stay, and its length is put
 * before it afterwards, so that nothing is measured before it is written.
 */
public final class Output {
  private static final int MAX_VARINT = 10;

  /** What {@link #clear} keeps at most, in bytes. */
  private static final int KEPT = 1 << 16;

  private byte[] bytes;
  private int length;

  /**
   * @param capacity to begin with, in bytes
   */
  public Output(int capacity) {
    bytes = new byte[capacity];
  }

  public int length() {
    return length;
  }

  /** Begins again with nothing written; an array that has become very long is let go. */
  public void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[KEPT];
    }
  }

  /** What has been written so far, in an array of its own. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * The array that is being written to, until {@link #reserve} or anything else makes a longer one;
   * others write to it only where they have reserved.
   */
  public byte[] array() {
    return bytes;
  }

  /** Makes room for some bytes and tells where it is in {@link #array}. */
  public int reserve(int count) {
    int at = length;
    ensure(count);
    length += count;
    return at;
  }

  private void ensure(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
    }
  }

  /** A variable-length number of 64 bits. */
  public void varint(long value) {
    ensure(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  public void bytes(byte[] source, int from, int count) {
    int at = reserve(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  /** Begins something that has its length before it; answers what {@link #end} must be told. */
  public int begin() {
    return reserve(1);
  }

  /** Ends what began there. */
  public void end(int begun) {
    int content = length - begun - 1;
    if (content < 0x80) {
      bytes[begun] = (byte) content;
      return;
    }
    int more = (31 - Integer.numberOfLeadingZeros(content)) / 7;
    ensure(more);
    System.arraycopy(bytes, begun + 1, bytes, begun + 1 + more, content);
    int end = length + more;
    length = begun;
    varint(content);
    length = end;
  }
}
