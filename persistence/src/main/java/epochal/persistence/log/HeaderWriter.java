package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes the headers of frames, one after the other in the same place. {@link FrameHeader} reads
 * them. For the writer's thread alone.
 */
final class HeaderWriter {
  private final ByteBuffer header = ByteBuffer.allocate(FrameHeader.MAX_BYTES);
  private final CRC32C crc = new CRC32C();
  private int headerCrc;

  /**
   * Makes the header of a frame.
   *
   * @param address of the frame
   * @param firstOffset of its entries in the whole log
   * @param groupDistance bytes from the beginning of the group to the frame
   * @param chain the checksum of the header before
   * @return its bytes, until the next is made
   */
  ByteBuffer write(FrameBody body, long address, long firstOffset, int groupDistance, int chain) {
    header.clear();
    header.put(FrameHeader.MAGIC).putShort((short) address);
    Varint.put(header, body.length());
    Varint.put(header, firstOffset);
    Varint.put(header, groupDistance);
    header.putInt(chain).putInt(crc(body.bytes(), body.length()));
    headerCrc = crc(header.array(), header.position());
    return header.putInt(headerCrc).flip();
  }

  private int crc(byte[] bytes, int length) {
    crc.reset();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** The checksum of the last header. */
  int headerCrc() {
    return headerCrc;
  }
}
