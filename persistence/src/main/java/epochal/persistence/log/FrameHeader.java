package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #BYTES} bytes before a frame's body; {@link EventLog} describes them.
 *
 * @param place the low 32 bits of the frame's address
 * @param bodyLength in bytes
 * @param firstOffset of the frame's entries in the whole log
 * @param groupDistance bytes from the beginning of the group to this frame: everything before the
 *     group was durable when this frame was written
 * @param chain the checksum of the header before this one
 */
record FrameHeader(
    int place,
    int bodyLength,
    long firstOffset,
    int groupDistance,
    int chain,
    int bodyCrc,
    int headerCrc) {
  static final int BYTES = 36;
  static final int MAGIC = 0x4550_4c31;
  static final byte FIRST_MAGIC_BYTE = MAGIC >>> 24;

  private static final int CRC_AT = BYTES - Integer.BYTES;

  static FrameHeader of(
      long address, int bodyLength, long firstOffset, int groupDistance, int chain, int bodyCrc) {
    int place = (int) address;
    byte[] covered = new byte[CRC_AT];
    new FrameHeader(place, bodyLength, firstOffset, groupDistance, chain, bodyCrc, 0)
        .putFields(ByteBuffer.wrap(covered));
    return new FrameHeader(
        place, bodyLength, firstOffset, groupDistance, chain, bodyCrc, crc(covered, 0));
  }

  void put(ByteBuffer target) {
    putFields(target);
    target.putInt(headerCrc);
  }

  private void putFields(ByteBuffer target) {
    target
        .putInt(MAGIC)
        .putInt(place)
        .putInt(bodyLength)
        .putLong(firstOffset)
        .putInt(groupDistance)
        .putInt(chain)
        .putInt(bodyCrc);
  }

  /** The header at an index of a buffer that {@code allocate} made, or null when none is there. */
  static @Nullable FrameHeader parse(ByteBuffer source, int at) {
    int headerCrc = source.getInt(at + CRC_AT);
    if (source.getInt(at) != MAGIC || crc(source.array(), source.arrayOffset() + at) != headerCrc) {
      return null;
    }
    var header =
        new FrameHeader(
            source.getInt(at + 4),
            source.getInt(at + 8),
            source.getLong(at + 12),
            source.getInt(at + 20),
            source.getInt(at + 24),
            source.getInt(at + 28),
            headerCrc);
    return header.bodyLength < 0 || header.groupDistance < 0 ? null : header;
  }

  private static int crc(byte[] bytes, int from) {
    var crc = new CRC32C();
    crc.update(bytes, from, CRC_AT);
    return (int) crc.getValue();
  }

  long frameBytes() {
    return (long) BYTES + bodyLength;
  }

  /** The address that the frame was written for, given one within 2 GiB of it. */
  long addressNear(long address) {
    return address + (place - (int) address);
  }
}
