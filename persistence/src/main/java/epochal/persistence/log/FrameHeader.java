package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a frame's body, as it was read; {@link EventLog} describes it, and {@link
 * HeaderWriter} writes it.
 *
 * @param place the low 16 bits of the frame's address
 * @param bodyLength in bytes
 * @param firstOffset of the frame's entries in the whole log
 * @param groupDistance bytes from the beginning of the group to this frame: everything before the
 *     group was durable when this frame was written
 * @param chain the checksum of the header before this one
 * @param bytes how long this header is
 */
record FrameHeader(
    short place,
    int bodyLength,
    long firstOffset,
    int groupDistance,
    int chain,
    int bodyCrc,
    int headerCrc,
    int bytes) {
  static final byte MAGIC = (byte) 0xe9;

  private static final int FIXED_BYTES = 1 + Short.BYTES + 3 * Integer.BYTES;

  static final int MIN_BYTES = FIXED_BYTES + 3;
  static final int MAX_BYTES = FIXED_BYTES + 5 + Varint.MAX_BYTES + 5;

  /** The header at an index of an array, or null when none is there before the end. */
  static @Nullable FrameHeader parse(byte[] source, int from, int end) {
    if (end - from < MIN_BYTES || source[from] != MAGIC) {
      return null;
    }
    var in = new FrameInput(source, from + 1, end);
    try {
      int place = in.octet() << Byte.SIZE | in.octet();
      long bodyLength = in.varint();
      long firstOffset = in.varint();
      long groupDistance = in.varint();
      int at = in.span(3L * Integer.BYTES);
      var words = ByteBuffer.wrap(source);
      int headerCrc = words.getInt(at + 2 * Integer.BYTES);
      if (crc(source, from, at + 2 * Integer.BYTES) != headerCrc
          || bodyLength >>> 31 != 0
          || groupDistance >>> 31 != 0
          || firstOffset < 0) {
        return null;
      }
      return new FrameHeader(
          (short) place,
          (int) bodyLength,
          firstOffset,
          (int) groupDistance,
          words.getInt(at),
          words.getInt(at + Integer.BYTES),
          headerCrc,
          in.at() - from);
    } catch (BadFrame e) {
      return null;
    }
  }

  private static int crc(byte[] bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  long frameBytes() {
    return (long) bytes + bodyLength;
  }

  /** The address that the frame was written for, given one within 32 KiB of it. */
  long addressNear(long address) {
    return address + (short) (place - (short) address);
  }
}
