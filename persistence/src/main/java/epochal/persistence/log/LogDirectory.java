package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log: FORMAT, CLOSED and the segments, of which each is named by the number of
 * bytes in all segments before it.
 */
record LogDirectory(Path path) {
  private static final String SEGMENTS = "segments";
  private static final Pattern SEGMENT_NAME = Pattern.compile("[0-9]{20}\\.log");

  /**
   * A segment file.
   *
   * @param start bytes in all segments before it
   * @param length in bytes
   */
  record Segment(Path file, long start, long length) {
    long end() {
      return start + length;
    }
  }

  Path format() {
    return path.resolve(FormatFile.NAME);
  }

  Path closed() {
    return path.resolve(ClosedMarker.NAME);
  }

  Path segments() {
    return path.resolve(SEGMENTS);
  }

  Path index() {
    return path.resolve(SavedIndex.NAME);
  }

  Path segment(long start) {
    return segments().resolve("%020d.log".formatted(start));
  }

  /** Makes the directory where there is none; refuses what is not a directory. */
  void prepare() {
    try {
      if (!Files.isDirectory(path)) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new DirectoryUnusableException(path, "it is not a directory", null);
        }
        Files.createDirectories(path);
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
          forceDirectory(parent);
        }
      }
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw unusable(path, e);
    }
  }

  /**
   * Makes an empty log. FORMAT comes last: before it is there the directory holds no log, after it
   * the first segment is there too.
   */
  void initialise(FormatFile format) throws IOException {
    if (Files.exists(closed()) || (Files.isDirectory(segments()) && !holdsAtMostAnEmptySegment())) {
      throw damaged(format(), 0, LogFinding.Kind.FORMAT, "it is missing, but there is a log");
    }
    Files.createDirectories(segments());
    Files.write(segment(0), new byte[0], StandardOpenOption.CREATE);
    forceDirectory(segments());
    replace(format(), format.render());
  }

  private boolean holdsAtMostAnEmptySegment() throws IOException {
    try (var files = Files.list(segments())) {
      return files.allMatch(file -> file.equals(segment(0)) && file.toFile().length() == 0);
    }
  }

  /** The whole FORMAT file, or null when there is none. */
  @Nullable FormatFile readFormat() throws IOException {
    byte[] content = readIfPresent(format());
    if (content == null) {
      return null;
    }
    FormatFile format = FormatFile.parse(content);
    if (format == null) {
      int version = FormatFile.version(content);
      if (version != 0 && version != FormatFile.VERSION) {
        throw new DirectoryVersionException(path, version, FormatFile.VERSION);
      }
      throw damaged(format(), 0, LogFinding.Kind.FORMAT, "the file is not as it was written");
    }
    return format;
  }

  /** The whole CLOSED file, or null when the log was not closed in order. */
  @Nullable ClosedMarker readClosed() throws IOException {
    byte[] content = readIfPresent(closed());
    if (content == null) {
      return null;
    }
    ClosedMarker marker = ClosedMarker.parse(content);
    if (marker == null) {
      throw damaged(closed(), 0, LogFinding.Kind.CLOSED, "the file is not as it was written");
    }
    return marker;
  }

  /** All segments in order, from byte 0 on without a gap; nothing else may lie among them. */
  List<Segment> listSegments() throws IOException {
    List<Path> files;
    try (var listed = Files.list(segments())) {
      files = new ArrayList<>(listed.toList());
    } catch (NoSuchFileException e) {
      throw damaged(segments(), 0, LogFinding.Kind.SEGMENT, "the directory is missing");
    }
    Collections.sort(files);
    List<Segment> segments = new ArrayList<>();
    long end = 0;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (!SEGMENT_NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
        throw damaged(file, 0, LogFinding.Kind.UNKNOWN_FILE, "this is no segment of the log");
      }
      if (!file.equals(segment(end))) {
        Path where = segments.isEmpty() ? segment(end) : segments.getLast().file();
        long position = segments.isEmpty() ? 0 : segments.getLast().length();
        throw damaged(
            where,
            position,
            LogFinding.Kind.SEGMENT,
            ("the next segment is %s, and %s was expected;"
                    + " a segment is missing, or has lost or gained bytes")
                .formatted(name, segment(end).getFileName()));
      }
      segments.add(new Segment(file, end, Files.size(file)));
      end = segments.getLast().end();
    }
    if (segments.isEmpty()) {
      throw damaged(segment(0), 0, LogFinding.Kind.SEGMENT, "the first segment is missing");
    }
    return segments;
  }

  /** Writes a file so that after a crash it is either as before or whole. */
  static void replace(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    try (var channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(parent(file));
  }

  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  static void remove(Path file) throws IOException {
    Files.delete(file);
    forceDirectory(parent(file));
  }

  /** Makes the names in a directory survive the loss of power. */
  static void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static LogDamagedException damaged(
      Path file, long position, LogFinding.Kind kind, String sentence) {
    return new LogDamagedException(new LogFinding(file, position, kind, sentence));
  }

  /** What a failure to open the directory means to the operator. */
  static LogException unusable(Path path, Exception cause) {
    if (cause instanceof AccessDeniedException
        || cause instanceof ReadOnlyFileSystemException
        || (cause instanceof FileSystemException e && isReadOnly(e.getReason()))) {
      return new DirectoryPermissionException(path, cause);
    }
    if (cause instanceof IOException e && DiskFull.isCause(e)) {
      return new LogFullException(path, e);
    }
    return new DirectoryUnusableException(path, cause.toString(), cause);
  }

  private static boolean isReadOnly(@Nullable String reason) {
    return reason != null && reason.contains("Read-only");
  }

  private static byte @Nullable [] readIfPresent(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not in a directory: " + file);
    }
    return parent;
  }
}
