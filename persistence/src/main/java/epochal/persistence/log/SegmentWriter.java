package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes frames at the end of the last segment, through a buffer, and follows a segment that is
 * large enough with a new one. For the writer's thread alone.
 */
final class SegmentWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final LogDirectory directory;
  private final SegmentFiles files;
  private final ReadFiles readers;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private SegmentFile file;
  private Path path;
  private long start;
  private long end;

  SegmentWriter(LogRecovery recovered, SegmentFiles files) {
    this.directory = recovered.directory();
    this.files = files;
    this.readers = recovered.files();
    this.file = recovered.segmentFile();
    this.start = recovered.segmentStart();
    this.end = recovered.end().address();
    this.path = directory.segment(start);
  }

  Path path() {
    return path;
  }

  /** Address behind everything given to this writer. */
  long end() {
    return end;
  }

  /** Where this segment begins. */
  long start() {
    return start;
  }

  long segmentLength() {
    return end - start;
  }

  /** Begins a new segment; everything in the last one must be durable. */
  void roll() throws IOException {
    Path nextPath = directory.segment(end);
    SegmentFile next = files.openForWriting(nextPath);
    boolean done = false;
    try {
      next.truncate(0);
      LogDirectory.forceDirectory(directory.segments());
      done = true;
    } finally {
      if (!done) {
        next.close();
        // An empty last segment would contradict what CLOSED says of the one before.
        Files.deleteIfExists(nextPath);
      }
    }
    file.close();
    file = next;
    path = nextPath;
    start = end;
    readers.add(start, path);
  }

  void write(ByteBuffer header, FrameBody body) throws IOException {
    if (buffer.remaining() < header.remaining()) {
      flush();
    }
    end += header.remaining();
    buffer.put(header);
    int from = 0;
    while (from < body.length()) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), body.length() - from);
      buffer.put(body.bytes(), from, count);
      from += count;
      end += count;
    }
  }

  /** Hands everything to the operating system. */
  void flush() throws IOException {
    buffer.flip();
    long position = end - start - buffer.remaining();
    file.write(buffer, position);
    buffer.clear();
  }

  void force() throws IOException {
    file.force();
  }

  /** Takes back everything behind an address of this segment, durably. */
  void cutBack(long address) throws IOException {
    buffer.clear();
    end = address;
    file.truncate(address - start);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
