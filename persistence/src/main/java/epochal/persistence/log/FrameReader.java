package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads frames through a buffer, for one thread. */
final class FrameReader {
  private final ReadFiles files;
  private final FrameEntries entries = new FrameEntries();
  private ByteBuffer buffer;
  private long start;

  /**
   * @param bufferBytes how much to read at once; more is read for a frame that is larger
   */
  FrameReader(ReadFiles files, int bufferBytes) {
    this.files = files;
    this.buffer = ByteBuffer.allocate(bufferBytes).limit(0);
  }

  /**
   * The frame at an address, with both checksums verified. Its entries are there until the next is
   * read.
   *
   * @param limit the address behind the last byte that may be read
   * @param streams what is known of the segment
   */
  Frame read(long address, long limit, StreamNames streams) throws BadFrame {
    streams.enter(files.startOf(address));
    long end = Math.min(limit, files.endOf(address));
    FrameHeader header = header(address, end);
    if (header == null) {
      throw new BadFrame(
          LogFinding.Kind.FRAME,
          end - address < FrameHeader.MIN_BYTES
              ? "a batch begins with at least %d bytes, and there are %d"
                  .formatted(FrameHeader.MIN_BYTES, end - address)
              : "a batch was expected, and its first bytes are not as they were written");
    }
    if (header.addressNear(address) != address) {
      throw new BadFrame(
          LogFinding.Kind.FRAME,
          "a batch is there that was written %d bytes away"
              .formatted(Math.abs(header.addressNear(address) - address)));
    }
    if (header.frameBytes() > end - address || !buffered(address, header.frameBytes(), end)) {
      throw new BadFrame(
          LogFinding.Kind.FRAME,
          "the batch has %d bytes, and there are %d".formatted(header.frameBytes(), end - address));
    }
    int body = (int) (address - start) + header.bytes();
    var crc = new CRC32C();
    crc.update(buffer.array(), body, header.bodyLength());
    if ((int) crc.getValue() != header.bodyCrc()) {
      throw new BadFrame(
          LogFinding.Kind.FRAME,
          "the batch has checksum %08x, and %08x was expected"
              .formatted((int) crc.getValue(), header.bodyCrc()));
    }
    entries.read(address, header, buffer.array(), body, streams);
    return new Frame(address, header, entries.count(), entries);
  }

  /** The header at an address, or null when none is there. */
  @Nullable FrameHeader header(long address, long limit) {
    if (!buffered(address, FrameHeader.MIN_BYTES, limit)) {
      return null;
    }
    // The file may end before the longest header would.
    buffered(address, Math.min(FrameHeader.MAX_BYTES, limit - address), limit);
    return FrameHeader.parse(buffer.array(), (int) (address - start), buffer.limit());
  }

  /** The byte at an address that is known to be there. */
  byte octet(long address, long limit) {
    if (!buffered(address, 1, limit)) {
      throw new IllegalArgumentException("no byte at " + address);
    }
    return buffer.get((int) (address - start));
  }

  private boolean buffered(long address, long bytes, long limit) {
    if (address >= start && address + bytes <= start + buffer.limit()) {
      return true;
    }
    if (bytes > limit - address) {
      return false;
    }
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate((int) bytes);
    }
    buffer.clear().limit((int) Math.min(buffer.capacity(), limit - address));
    start = address;
    try {
      files.read(buffer, address);
    } finally {
      buffer.flip();
    }
    return bytes <= buffer.limit();
  }
}
