package epochal.persistence.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a log that nobody is writing, from its first byte to its last, and verifies everything
 * that can be verified. Ends at the end, at a torn tail, or with {@link LogDamagedException}.
 */
final class LogWalk {
  private static final int BUFFER_BYTES = 1 << 20;

  private final ReadFiles files;
  private final FrameReader reader;
  private final StreamCheck check;
  private final StreamNames.OfSegment streams = new StreamNames.OfSegment();
  private final LogDirectory.Segment last;
  private final @Nullable ClosedMarker closed;
  private long address;
  private long offset;
  private int chain;
  private long batches;
  private long groupStart;
  private OpenReport.@Nullable TornTail tornTail;
  private boolean finished;

  /**
   * @param segments up to where to go
   * @param files of all segments
   * @param check told of every frame
   * @param from where a segment begins, and what comes before
   * @param closed what the end must be like; null when it may be torn
   */
  LogWalk(
      List<LogDirectory.Segment> segments,
      ReadFiles files,
      StreamCheck check,
      DurableEnd.Position from,
      @Nullable ClosedMarker closed) {
    this.files = files;
    this.check = check;
    this.address = from.address();
    this.groupStart = from.address();
    this.offset = from.offset();
    this.chain = from.chain();
    this.closed = closed;
    last = segments.getLast();
    reader = new FrameReader(files, BUFFER_BYTES);
  }

  /**
   * The next frame, or null behind the last whole one. Its entries are there until the next call.
   */
  @Nullable Frame next() {
    if (finished) {
      return null;
    }
    if (address == last.end()) {
      finish();
      return null;
    }
    try {
      Frame frame = reader.read(address, last.end(), streams);
      verify(frame);
      return frame;
    } catch (BadFrame e) {
      boolean torn =
          e.kind() == LogFinding.Kind.FRAME
              && address >= last.start()
              && closed == null
              && TornTails.isTorn(files, address, offset, last.end());
      if (!torn) {
        throw damaged(e);
      }
      finished = true;
      tornTail = new OpenReport.TornTail(last.file(), address - last.start(), last.end() - address);
      return null;
    }
  }

  private void verify(Frame frame) throws BadFrame {
    FrameHeader header = frame.header();
    long segment = files.startOf(address);
    long start = requireNext(frame, segment, groupStart, offset, chain);
    check.next(frame, segment);
    groupStart = start;
    address = frame.end();
    offset = frame.endOffset();
    chain = header.headerCrc();
    batches++;
  }

  /**
   * Whether a whole frame is the one that follows.
   *
   * @param groupStart where the group of the frame before it begins
   * @param offset of the first entry that belongs there
   * @param chain checksum of the header before it
   * @return where its own group begins
   */
  static long requireNext(Frame frame, long segmentStart, long groupStart, long offset, int chain)
      throws BadFrame {
    FrameHeader header = frame.header();
    if (header.firstOffset() != offset) {
      throw new BadFrame(
          LogFinding.Kind.CHAIN,
          "the batch with entry %d of the log was expected, and the one with entry %d is there"
              .formatted(offset, header.firstOffset()));
    }
    if (header.chain() != chain) {
      throw new BadFrame(
          LogFinding.Kind.CHAIN,
          "the batch follows one with checksum %08x, and the one before it has %08x"
              .formatted(header.chain(), chain));
    }
    long start = frame.address() - header.groupDistance();
    if (start < segmentStart || (start != frame.address() && start != groupStart)) {
      throw new BadFrame(
          LogFinding.Kind.CONTENT, "the batch claims a group that does not begin where it says");
    }
    return start;
  }

  private void finish() {
    finished = true;
    if (closed != null && !closed.equals(marker())) {
      throw LogDirectory.damaged(
          last.file(),
          last.length(),
          LogFinding.Kind.CLOSED,
          "CLOSED says %s, and the log has %s".formatted(closed, marker()));
    }
  }

  private LogDamagedException damaged(BadFrame e) {
    return LogDirectory.damaged(
        files.pathOf(address), address - files.startOf(address), e.kind(), e.sentence());
  }

  /** What CLOSED says when the log is closed where the walk stands. */
  ClosedMarker marker() {
    return ClosedMarker.of(last.file(), address - last.start(), offset, chain);
  }

  /** Behind the last whole frame. */
  long address() {
    return address;
  }

  /** The same with what comes before it. */
  DurableEnd.Position position() {
    return new DurableEnd.Position(address, offset, chain);
  }

  long offset() {
    return offset;
  }

  int chain() {
    return chain;
  }

  /** Whole frames since the beginning of the walk. */
  long batches() {
    return batches;
  }

  /** How many streams the last segment has named. */
  int namedStreams() {
    streams.enter(last.start());
    return streams.count();
  }

  /** Where the group of the last whole frame begins. */
  long groupStart() {
    return groupStart;
  }

  OpenReport.@Nullable TornTail tornTail() {
    return tornTail;
  }
}
