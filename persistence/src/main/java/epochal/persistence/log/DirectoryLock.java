package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * At most one log on a directory. The operating system's lock keeps other processes out; it belongs
 * to the process, and closing <em>any</em> descriptor of the file gives it up, so that a second log
 * in the same process must be refused before it opens the file at all. The process id in the file
 * is a courtesy to the operator and nothing relies on it.
 */
final class DirectoryLock implements AutoCloseable {
  static final String NAME = "LOCK";

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final @Nullable FileChannel channel;

  private DirectoryLock(Path directory, @Nullable FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** For the one who writes. */
  static DirectoryLock exclusive(Path directory) throws IOException {
    Path real = claim(directory);
    DirectoryLock held = null;
    try {
      Path file = real.resolve(NAME);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      held = hold(directory, real, channel, false);
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return held;
    } catch (IOException | RuntimeException e) {
      if (held == null) {
        HELD_HERE.remove(real);
      } else {
        held.close();
      }
      throw e;
    }
  }

  /**
   * For readers, who keep writers out and change nothing. A copy of a log that has no LOCK file, or
   * lies on a file system without locks, is read without.
   */
  static DirectoryLock shared(Path directory) throws IOException {
    Path real = claim(directory);
    boolean held = false;
    try {
      Path file = real.resolve(NAME);
      DirectoryLock lock;
      if (Files.isReadable(file)) {
        lock = hold(directory, real, FileChannel.open(file, StandardOpenOption.READ), true);
      } else {
        lock = new DirectoryLock(real, null);
      }
      held = true;
      return lock;
    } finally {
      if (!held) {
        HELD_HERE.remove(real);
      }
    }
  }

  private static Path claim(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD_HERE.add(real)) {
      throw new DirectoryInUseException(directory, "this process");
    }
    return real;
  }

  private static DirectoryLock hold(Path directory, Path real, FileChannel channel, boolean shared)
      throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock == null) {
        throw new DirectoryInUseException(directory, holder(channel));
      }
      return new DirectoryLock(real, channel);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var content = ByteBuffer.allocate(20);
    channel.read(content, 0);
    String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    return text.matches("[0-9]+") ? "process " + text : "another process";
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw LogDirectory.unusable(directory, e);
    } finally {
      HELD_HERE.remove(directory);
    }
  }
}
