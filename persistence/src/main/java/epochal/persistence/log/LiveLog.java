package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a directory as it stands, read beside a node that may be writing it: without the
 * directory's lock, and without changing anything.
 *
 * <p>The log only grows, so whatever is copied up to the length that a segment had at some moment
 * holds all that was durable at that moment. Behind the last whole batch there may be the beginning
 * of one that is being written; it is left out, as after a crash. A copy may therefore hold batches
 * of a group that nobody has been told of yet, never part of a batch. They are synced before they
 * are copied, so that the log does not lose to a failing power supply what its copy has; only a
 * node that finds its disk full within that group takes them back.
 *
 * <p>The copy is what is verified, not the original: checksums, the chain of headers and the
 * offsets, from the place where the copy of the segment before it ends. That the entries of each
 * stream have no gaps is seen by {@link LogScan} when a copy is put to use.
 */
public final class LiveLog {
  private static final int BUFFER_BYTES = 1 << 20;

  /** A list that is made while files are added may lack one and have a later one. */
  private static final int LISTINGS = 20;

  private final LogDirectory directory;
  private final FormatFile format;
  private final @Nullable ClosedMarker closed;

  /**
   * A place between two batches.
   *
   * @param address bytes of the log before it
   * @param entries of the log before it
   * @param chain checksum of the header of the last batch before it
   */
  public record Place(long address, long entries, int chain) {}

  /**
   * A segment as it was when it was listed.
   *
   * @param start bytes in all segments before it
   * @param length in bytes
   * @param last whether none follows; all others are finished and never change
   */
  public record Segment(Path file, long start, long length, boolean last) {
    public String name() {
      return String.valueOf(file.getFileName());
    }
  }

  private LiveLog(LogDirectory directory, FormatFile format, @Nullable ClosedMarker closed) {
    this.directory = directory;
    this.format = format;
    this.closed = closed;
  }

  /**
   * The log in a directory.
   *
   * @throws LogException when there is none, or its FORMAT or CLOSED is damaged
   */
  public static LiveLog of(Path path) {
    if (!Files.isDirectory(path)) {
      throw new DirectoryUnusableException(path, "there is no such directory", null);
    }
    var directory = new LogDirectory(path);
    try {
      FormatFile format = directory.readFormat();
      if (format == null) {
        throw LogDirectory.damaged(
            directory.format(), 0, LogFinding.Kind.FORMAT, "the file is missing");
      }
      return new LiveLog(directory, format, directory.readClosed());
    } catch (IOException e) {
      throw LogDirectory.unusable(path, e);
    }
  }

  public String networkId() {
    return format.networkId();
  }

  /** The content of FORMAT. */
  public byte[] format() {
    return format.render();
  }

  /**
   * The content of DELETED, or null when there is none. To be read before the segments are listed:
   * then all that it marks is in them.
   */
  public byte @Nullable [] deletionMarks() {
    Path file = directory.path().resolve(DeletionMarks.NAME);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new LogReadException(file, e);
    }
  }

  /** Before the first batch. */
  public Place beginning() {
    return new Place(0, 0, format.chainSeed());
  }

  /** All segments in order. */
  public List<Segment> segments() {
    try {
      for (int listing = 1; ; listing++) {
        try {
          List<LogDirectory.Segment> listed = directory.listSegments();
          return listed.stream()
              .map(s -> new Segment(s.file(), s.start(), s.length(), s.equals(listed.getLast())))
              .toList();
        } catch (LogDamagedException e) {
          if (listing == LISTINGS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw LogDirectory.unusable(directory.path(), e);
    }
  }

  /**
   * Copies a segment as it was when it was listed, up to its last whole batch, durably.
   *
   * @param target is written anew
   * @param from where the segment before it ends
   * @param passing is told the end of every batch
   * @return where the copy ends
   * @throws LogDamagedException also when the segment was cut back and written again while it was
   *     read, as on a full disk; another attempt finds out
   * @throws IOException when the target cannot be written
   */
  public Place copy(Segment segment, Path target, Place from, Consumer<Place> passing)
      throws IOException {
    if (from.address() != segment.start()) {
      throw new IllegalArgumentException(segment + " does not begin at " + from);
    }
    try (FileChannel written =
        FileChannel.open(
            target,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      transfer(segment, written);
      Place end = verify(segment, target, written.size(), from, passing);
      written.truncate(end.address() - segment.start());
      written.force(true);
      return end;
    }
  }

  private static void transfer(Segment segment, FileChannel target) throws IOException {
    var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (var source = new Source(segment)) {
      for (long at = 0; at < segment.length(); ) {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, segment.length() - at));
        int count = source.read(buffer, at);
        if (count < 0) {
          return;
        }
        at += count;
        buffer.flip();
        while (buffer.hasRemaining()) {
          target.write(buffer);
        }
      }
    }
  }

  /** Keeps the failures of what is read apart from those of what is written. */
  private static final class Source implements AutoCloseable {
    private final Segment segment;
    private final FileChannel channel;

    Source(Segment segment) {
      this.segment = segment;
      FileChannel opened = null;
      try {
        opened = FileChannel.open(segment.file(), StandardOpenOption.READ);
        if (segment.last()) {
          opened.force(true);
        }
        channel = opened;
        opened = null;
      } catch (IOException e) {
        throw new LogReadException(segment.file(), e);
      } finally {
        if (opened != null) {
          close(segment, opened);
        }
      }
    }

    int read(ByteBuffer target, long position) {
      try {
        return channel.read(target, position);
      } catch (IOException e) {
        throw new LogReadException(segment.file(), e);
      }
    }

    private static void close(Segment segment, FileChannel channel) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new LogReadException(segment.file(), e);
      }
    }

    @Override
    public void close() {
      close(segment, channel);
    }
  }

  private static Place verify(
      Segment segment, Path copy, long length, Place from, Consumer<Place> passing) {
    long end = segment.start() + length;
    var names = StreamNames.ofSegment();
    Place at = from;
    long groupStart = segment.start();
    try (var files = new ReadFiles(SegmentFiles.operatingSystem())) {
      files.add(segment.start(), copy);
      var reader = new FrameReader(files, BUFFER_BYTES);
      while (at.address() < end) {
        try {
          Frame frame = reader.read(at.address(), end, names);
          groupStart =
              LogWalk.requireNext(frame, segment.start(), groupStart, at.entries(), at.chain());
          at = new Place(frame.end(), frame.endOffset(), frame.header().headerCrc());
          passing.accept(at);
        } catch (BadFrame e) {
          if (segment.last()
              && e.kind() == LogFinding.Kind.FRAME
              && TornTails.isTorn(files, at.address(), at.entries(), end)) {
            return at;
          }
          throw LogDirectory.damaged(
              segment.file(), at.address() - segment.start(), e.kind(), e.sentence());
        }
      }
    }
    if (!segment.last() && length < segment.length()) {
      throw LogDirectory.damaged(
          segment.file(), length, LogFinding.Kind.SEGMENT, "the file has become shorter");
    }
    return at;
  }

  /** The CLOSED of a log that ends there. */
  public static byte[] closing(Segment last, Place end) {
    return marker(last, end).render();
  }

  private static ClosedMarker marker(Segment last, Place end) {
    return ClosedMarker.of(last.file(), end.address() - last.start(), end.entries(), end.chain());
  }

  /**
   * Refuses an end that is not that of a log which nobody has opened since it was closed in order.
   *
   * @throws LogDamagedException when entries have been lost from its end, or gained
   */
  public void requireEnd(Segment last, Place end) {
    try {
      ClosedMarker found = marker(last, end);
      if (closed != null && !closed.equals(found) && closed.equals(directory.readClosed())) {
        throw LogDirectory.damaged(
            last.file(),
            end.address() - last.start(),
            LogFinding.Kind.CLOSED,
            "CLOSED says %s, and the log has %s".formatted(closed, found));
      }
    } catch (IOException e) {
      throw LogDirectory.unusable(directory.path(), e);
    }
  }
}
