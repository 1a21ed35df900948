package epochal.persistence.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the entries of streams count as deleted: the file DELETED beside the log, for those
 * who want to be rid of entries. The log itself is a history and keeps them; readers ask here and
 * pass them over. The owner of the log owns this file too, and its lock covers both.
 *
 * <p>Marks are appended and synced one by one, each with a checksum, and the largest one counts. A
 * mark that a crash tore is cut off at the next opening, as nobody was told of it; anything else
 * that is not as it was written is damage. Opening writes the file anew when most of it is past.
 *
 * <pre>
 * 0 checksum   CRC32C of what follows
 * 4 length     of the stream's name, in bytes
 * 8 sequence   of the last entry that is deleted
 * 16 stream    UTF-8
 * </pre>
 */
public final class DeletionMarks implements AutoCloseable {
  static final String NAME = "DELETED";

  private static final int HEADER_BYTES = 16;
  private static final int WORTH_REWRITING = 1_000;

  private final Path file;
  private final Map<String, Long> marks = new ConcurrentHashMap<>();
  private @Nullable FileChannel channel;
  private long end;
  private boolean broken;

  private DeletionMarks(Path file) throws IOException {
    this.file = file;
    int read = read();
    if (read > WORTH_REWRITING && read > 2 * marks.size()) {
      LogDirectory.replace(file, render());
    }
  }

  /**
   * Opens the marks of a directory; the file is made with the first one.
   *
   * @throws LogException {@code DataDirectoryDamaged}, or why the directory cannot be used
   */
  public static DeletionMarks open(Path directory) {
    try {
      return new DeletionMarks(directory.resolve(NAME));
    } catch (IOException e) {
      throw LogDirectory.unusable(directory, e);
    }
  }

  /** The sequence number up to which a stream is deleted; 0 when nothing of it is. */
  public long deletedTo(String stream) {
    return marks.getOrDefault(stream, 0L);
  }

  /**
   * Marks all entries of a stream up to a sequence number, durably; what is deleted stays so.
   *
   * @throws IOException when it could not be written, and then nothing has changed
   */
  public synchronized void delete(String stream, long to) throws IOException {
    if (to <= deletedTo(stream)) {
      return;
    }
    if (broken) {
      throw new IOException(file + " failed before; restart to delete anything more");
    }
    ByteBuffer mark = encode(stream, to);
    int length = mark.remaining();
    FileChannel open = channel == null ? openForWriting() : channel;
    try {
      for (long at = end; mark.hasRemaining(); ) {
        at += open.write(mark, at);
      }
      open.force(false);
    } catch (IOException e) {
      takeBack(open, e);
      throw e;
    }
    end += length;
    marks.put(stream, to);
  }

  private FileChannel openForWriting() throws IOException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    channel = opened;
    end = opened.size();
    LogDirectory.forceDirectory(file.resolveSibling("."));
    return opened;
  }

  private void takeBack(FileChannel open, IOException cause) {
    // After a failed fsync nobody knows what the disk holds; only a full disk is no surprise.
    broken = !DiskFull.isCause(cause);
    try {
      open.truncate(end);
    } catch (IOException e) {
      broken = true;
      cause.addSuppressed(e);
    }
  }

  private int read() throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    var content = ByteBuffer.wrap(Files.readAllBytes(file));
    int count = 0;
    while (content.hasRemaining()) {
      int at = content.position();
      int size = sizeOfMark(content, at);
      if (size == 0) {
        cutBack(at);
        return count;
      }
      var crc = new CRC32C();
      crc.update(content.array(), at + Integer.BYTES, size - Integer.BYTES);
      if ((int) crc.getValue() != content.getInt(at)) {
        if (at + size == content.limit()) {
          cutBack(at);
          return count;
        }
        throw LogDirectory.damaged(
            file, at, LogFinding.Kind.CONTENT, "a mark of deletion is not as it was written");
      }
      String stream =
          new String(
              content.array(), at + HEADER_BYTES, size - HEADER_BYTES, StandardCharsets.UTF_8);
      marks.merge(stream, content.getLong(at + 2 * Integer.BYTES), Math::max);
      content.position(at + size);
      count++;
    }
    return count;
  }

  /** 0 when the file ends before the mark does. */
  private static int sizeOfMark(ByteBuffer content, int at) {
    int left = content.limit() - at;
    if (left < HEADER_BYTES) {
      return 0;
    }
    int name = content.getInt(at + Integer.BYTES);
    return name < 0 || name > left - HEADER_BYTES ? 0 : HEADER_BYTES + name;
  }

  private void cutBack(long length) throws IOException {
    try (var torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
      torn.truncate(length);
      torn.force(true);
    }
  }

  private byte[] render() {
    var all = new ByteArrayOutputStream();
    marks.forEach((stream, to) -> all.writeBytes(encode(stream, to).array()));
    return all.toByteArray();
  }

  private static ByteBuffer encode(String stream, long to) {
    byte[] name = stream.getBytes(StandardCharsets.UTF_8);
    var mark = ByteBuffer.allocate(HEADER_BYTES + name.length);
    mark.putInt(0).putInt(name.length).putLong(to).put(name);
    var crc = new CRC32C();
    crc.update(mark.array(), Integer.BYTES, mark.limit() - Integer.BYTES);
    return mark.putInt(0, (int) crc.getValue()).flip();
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new LogReadException(file, e);
    }
  }
}
