package epochal.persistence.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the log asks of a file, so that tests can put a failing disk under it. */
public interface SegmentFile extends Closeable {
  /** Writes everything that remains in the buffer, at a position in bytes. */
  void write(ByteBuffer source, long position) throws IOException;

  /** Reads up to what the buffer has room for; -1 at the end of the file. */
  int read(ByteBuffer target, long position) throws IOException;

  /** Makes everything written so far survive the loss of power. */
  void force() throws IOException;

  /** Cuts the file to a length in bytes, durably. */
  void truncate(long length) throws IOException;

  /** In bytes. */
  long size() throws IOException;
}
