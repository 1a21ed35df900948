package epochal.persistence.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from beginning to end for an audit, verifies everything that {@link EventLog}
 * verifies, and changes nothing. No node may be running on the directory, nor start while it is
 * read.
 *
 * <p>Entries come frame by frame, each verified before it is handed out; whether the whole log is
 * as it was written is known at the end, from {@link #finding}.
 */
public final class LogScan implements AutoCloseable {
  private final DirectoryLock lock;
  private final ReadFiles files = new ReadFiles(SegmentFiles.operatingSystem());
  private final LinkCheck links = new LinkCheck();
  private @Nullable LogWalk walk;
  private @Nullable FormatFile format;
  private boolean cleanlyClosed;
  private @Nullable LogFinding finding;
  private boolean finished;

  /** The last that was read, and the entry in it that it is at. */
  private @Nullable Frame frame;

  private int index;

  /**
   * An entry and where it lies.
   *
   * @param position of its frame in the file, in bytes
   */
  public record ScannedEntry(Path file, long position, StoredEntry entry) {}

  private LogScan(DirectoryLock lock) {
    this.lock = lock;
  }

  /**
   * Begins to read the log in a directory.
   *
   * @throws LogException when it cannot be read at all: in use, of another version, no permission.
   *     Damage is not thrown: it is a finding.
   */
  public static LogScan scan(Path path) {
    if (!Files.isDirectory(path)) {
      throw new DirectoryUnusableException(path, "there is no such directory", null);
    }
    LogScan scan = null;
    boolean begun = false;
    try {
      scan = new LogScan(DirectoryLock.shared(path));
      scan.begin(new LogDirectory(path));
      begun = true;
      return scan;
    } catch (IOException e) {
      throw LogDirectory.unusable(path, e);
    } finally {
      if (scan != null && !begun) {
        scan.close();
      }
    }
  }

  private void begin(LogDirectory directory) throws IOException {
    try {
      format = directory.readFormat();
      if (format == null) {
        throw LogDirectory.damaged(
            directory.format(), 0, LogFinding.Kind.FORMAT, "the file is missing");
      }
      ClosedMarker closed = directory.readClosed();
      cleanlyClosed = closed != null;
      List<LogDirectory.Segment> segments = directory.listSegments();
      files.addAll(segments);
      var beginning = new DurableEnd.Position(0, 0, format.chainSeed());
      walk = new LogWalk(segments, files, links, beginning, closed);
    } catch (LogDamagedException e) {
      finding = e.finding();
      finished = true;
    }
  }

  /**
   * The next entry in the order of the log, or null at the end or at a finding.
   *
   * @throws LogReadException when the operating system cannot read the file
   */
  public @Nullable ScannedEntry next() {
    if (!advance()) {
      return null;
    }
    StoredEntry entry = entries().entry(index);
    Path file = files.pathOf(entry.address());
    return new ScannedEntry(file, entry.address() - files.startOf(entry.address()), entry);
  }

  /**
   * Goes to the next entry in the order of the log without making anything of it: it is told until
   * the next call. For who reads many.
   *
   * @return false at the end or at a finding
   * @throws LogReadException when the operating system cannot read the file
   */
  public boolean advance() {
    index++;
    while (frame == null || index == frame.count()) {
      frame = finished ? null : read();
      index = 0;
      if (finished) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Frame read() {
    LogWalk current = walk;
    if (current == null) {
      return null;
    }
    Frame next = null;
    frame = null;
    try {
      next = current.next();
      if (next == null) {
        finished = true;
        finding = tornTail(current.tornTail());
      }
    } catch (LogDamagedException e) {
      finished = true;
      finding = e.finding();
    }
    return next;
  }

  private FrameEntries entries() {
    if (frame == null) {
      throw new IllegalStateException("there is no entry");
    }
    return frame.entries();
  }

  /** The place of the entry's stream among all, in the order in which they first come: 0, 1, 2 … */
  public int stream() {
    return links.place(index);
  }

  public StreamName name() {
    return entries().name(index);
  }

  public long sequence() {
    return entries().sequence(index);
  }

  public int serializerId() {
    return entries().serializerId(index);
  }

  public String manifest() {
    return entries().manifest(index);
  }

  /** How long the entry's payload is, in bytes. */
  public int length() {
    return entries().length(index);
  }

  /** Copies the entry's payload to a place in an array. */
  public void copy(byte[] target, int at) {
    entries().copy(index, target, at);
  }

  private static @Nullable LogFinding tornTail(OpenReport.@Nullable TornTail tail) {
    return tail == null
        ? null
        : new LogFinding(
            tail.file(),
            tail.position(),
            LogFinding.Kind.TORN_TAIL,
            ("incomplete batch at end: %d bytes after the last whole batch;"
                    + " start the node to cut it back")
                .formatted(tail.bytes()));
  }

  /**
   * What is wrong with the log; empty when it is complete. To be asked when there is no next entry
   * any more.
   */
  public Optional<LogFinding> finding() {
    if (!finished) {
      throw new IllegalStateException("the log has not been read to its end");
    }
    return Optional.ofNullable(finding);
  }

  /** Whose log it is; empty when FORMAT does not say. */
  public Optional<String> networkId() {
    return Optional.ofNullable(format).map(FormatFile::networkId);
  }

  /** Whether the log says that it was closed in order. */
  public boolean cleanlyClosed() {
    return cleanlyClosed;
  }

  /** Whole batches read so far. */
  public long batches() {
    return walk == null ? 0 : walk.batches();
  }

  /** Bytes of whole batches read so far. */
  public long bytes() {
    return walk == null ? 0 : walk.address();
  }

  /**
   * Checksum of the header of the last batch read so far, which depends on all before it: two logs
   * with the same chain and the same number of entries are the same log, accidents excepted.
   */
  public int chain() {
    return walk == null ? 0 : walk.chain();
  }

  @Override
  public void close() {
    try (lock) {
      files.close();
    }
  }
}
