package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a directory that is locked: makes a new log or verifies the one that is there, cuts a torn
 * tail, and leaves everything that is found whole durable.
 *
 * @param beginning of the log
 * @param unread the segments that were not read, since the index covers them
 * @param unreadEnd where these end
 * @param segmentFile the last segment, open for writing
 * @param segmentStart its address
 * @param namedStreams how many streams it has named
 */
record LogRecovery(
    LogDirectory directory,
    ReadFiles files,
    SavedIndex saved,
    StreamIndex index,
    SegmentIndexer indexer,
    OffsetIndex offsets,
    DurableEnd.Position beginning,
    List<LogDirectory.Segment> unread,
    DurableEnd.Position unreadEnd,
    SegmentFile segmentFile,
    long segmentStart,
    int namedStreams,
    DurableEnd.Position end,
    @Nullable ClosedMarker closed,
    OpenReport report) {
  private static final int COPY_BYTES = 1 << 16;

  static LogRecovery recover(LogDirectory directory, LogSettings settings) throws IOException {
    FormatFile format = directory.readFormat();
    boolean fresh = format == null;
    if (format == null) {
      format = new FormatFile(settings.networkId());
      directory.initialise(format);
    } else if (!format.networkId().equals(settings.networkId())) {
      throw new DirectoryNetworkException(
          directory.path(), settings.networkId(), format.networkId());
    }
    Files.deleteIfExists(LogDirectory.temporary(directory.format()));
    Files.deleteIfExists(LogDirectory.temporary(directory.closed()));
    ClosedMarker closed = directory.readClosed();
    var files = new ReadFiles(settings.files());
    var saved = new SavedIndex(directory.index(), settings.index());
    SegmentFile segmentFile = null;
    boolean done = false;
    try {
      List<LogDirectory.Segment> segments = directory.listSegments();
      files.addAll(segments);
      var source = new LogReading.Source(segments, files, format, closed, settings);
      LogReading read = LogReading.read(source, saved);
      LogWalk walk = read.walk();
      long start = segments.getLast().start();
      Path file = segments.getLast().file();
      segmentFile = settings.files().openForWriting(file);
      if (closed == null) {
        settle(segmentFile, files, start, walk);
        LogDirectory.forceDirectory(directory.segments());
      }
      var report =
          new OpenReport(
              segments.size(),
              walk.offset(),
              read.from().batches() + walk.batches(),
              walk.address(),
              fresh || closed != null,
              Optional.ofNullable(walk.tornTail()),
              read.use());
      DurableEnd.Position unreadEnd = read.from().end();
      done = true;
      return new LogRecovery(
          directory,
          files,
          saved,
          read.index(),
          read.indexer(),
          read.offsets(),
          source.beginning(),
          segments.stream().filter(segment -> segment.start() < unreadEnd.address()).toList(),
          unreadEnd,
          segmentFile,
          start,
          walk.namedStreams(),
          walk.position(),
          closed,
          report);
    } finally {
      if (!done) {
        saved.close();
        files.close();
        if (segmentFile != null) {
          segmentFile.close();
        }
      }
    }
  }

  /** What reads the segments that were not read; null when all were, or were verified before. */
  @Nullable LogScrub scrub(LogSettings settings, Consumer<LogException> onDamage) {
    return settings.verification() instanceof LogVerification.InBackground pace && !unread.isEmpty()
        ? new LogScrub(unread, files, beginning, unreadEnd, pace, onDamage)
        : null;
  }

  /**
   * Makes the log durable as it was read. After an fsync that failed the operating system may hold
   * pages that it takes for written and that are not on the disk, so the last group, the only one
   * that can be so, is written once more.
   */
  private static void settle(SegmentFile target, ReadFiles files, long start, LogWalk walk)
      throws IOException {
    if (walk.tornTail() != null) {
      target.truncate(walk.address() - start);
    }
    var buffer = ByteBuffer.allocate(COPY_BYTES);
    for (long at = Math.max(start, walk.groupStart()); at < walk.address(); at += COPY_BYTES) {
      buffer.clear().limit((int) Math.min(COPY_BYTES, walk.address() - at));
      files.read(buffer, at);
      target.write(buffer.flip(), at - start);
    }
    target.force();
  }
}
