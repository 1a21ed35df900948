package epochal.persistence.log;

import org.jspecify.annotations.Nullable;

/**
 * Reads a log forward over all streams, every entry once and none left out, while it is being
 * written. For one thread at a time; needs no closing.
 */
public final class LogCursor {
  private static final int BUFFER_BYTES = 1 << 18;

  private final ReadFiles files;
  private final DurableEnd durable;
  private final FrameReader reader;
  private final StreamNames streams = StreamNames.ofSegment();
  private long address;
  private long offset;
  private @Nullable Frame frame;

  LogCursor(ReadFiles files, DurableEnd durable, long address, long offset) {
    this.files = files;
    this.durable = durable;
    // What names the streams of a segment stands anywhere before.
    this.address = files.startOf(address);
    this.offset = offset;
    reader = new FrameReader(files, BUFFER_BYTES);
  }

  /** Of the entry that {@link #next} brings. */
  public long offset() {
    return offset;
  }

  /**
   * The next entry, or null when all that is durable has been read; there may be more later.
   *
   * @throws LogDamagedException when the bytes on the disk are no longer what was written
   * @throws LogReadException when they cannot be read
   */
  public @Nullable StoredEntry next() {
    Frame current = frame;
    while (current == null || current.endOffset() <= offset) {
      long limit = durable.position().address();
      if (address >= limit) {
        return null;
      }
      current = read(files, reader, address, limit, streams);
      frame = current;
      address = current.end();
    }
    StoredEntry entry = current.entries().entry((int) (offset - current.header().firstOffset()));
    offset++;
    return entry;
  }

  /** A frame that was whole when it was written. */
  static Frame read(
      ReadFiles files, FrameReader reader, long address, long limit, StreamNames streams) {
    try {
      return reader.read(address, limit, streams);
    } catch (BadFrame e) {
      throw LogDirectory.damaged(
          files.pathOf(address), address - files.startOf(address), e.kind(), e.sentence());
    }
  }
}
