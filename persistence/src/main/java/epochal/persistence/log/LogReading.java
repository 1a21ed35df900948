package epochal.persistence.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that has been read in order to be opened: from where the saved index ends, if that is an
 * index of this log, and else whole, with the index made anew.
 *
 * @param from where reading began
 * @param walk that has come to the end
 */
record LogReading(
    StreamIndex index,
    SegmentIndexer indexer,
    OffsetIndex offsets,
    IndexMark from,
    LogWalk walk,
    IndexUse use) {
  private static final Logger LOG = LoggerFactory.getLogger(LogReading.class);

  /** The parts of a log, and how to read it. */
  record Source(
      List<LogDirectory.Segment> segments,
      ReadFiles files,
      FormatFile format,
      @Nullable ClosedMarker closed,
      LogSettings settings) {

    DurableEnd.Position beginning() {
      return new DurableEnd.Position(0, 0, format.chainSeed());
    }

    LogWalk walk(StreamCheck check, DurableEnd.Position from) {
      return new LogWalk(segments, files, check, from, closed);
    }

    private void verifyAll() {
      LogWalk walk = walk(StreamCheck.NONE, beginning());
      while (walk.next() != null) {
        // It throws what it finds.
      }
    }
  }

  /**
   * Reads what is not indexed.
   *
   * @throws LogDamagedException for what is not as it was written, and not a torn tail
   * @throws IOException when the directory of the index cannot be used
   */
  static LogReading read(Source log, SavedIndex saved) throws IOException {
    if (log.segments.size() == 1) {
      saved.discard();
      return whole(log, saved, IndexUse.notNeeded());
    }
    if (!saved.exists()) {
      saved.discard();
      return whole(log, saved, IndexUse.rebuilt("there was none"));
    }
    if (log.settings.verification() instanceof LogVerification.AtOpen) {
      log.verifyAll();
    }
    String reason;
    try {
      saved.open();
      IndexMark mark = saved.mark();
      reason =
          mark == null
              ? "it was empty"
              : mark.contradiction(log.settings.networkId(), log.segments, log.files);
      if (mark != null && reason == null) {
        return from(log, saved, mark, segments(log, saved, mark), IndexUse.used(mark));
      }
    } catch (RocksDBException | LogFailedException e) {
      reason = "it could not be read: " + e.getMessage();
    } catch (LogDamagedException e) {
      // Entries that do not go on where their streams end may be the fault of either.
      if (e.finding().kind() != LogFinding.Kind.CONTENT) {
        throw e;
      }
      reason = "the log does not go on where it ends: " + e.finding().sentence();
    }
    saved.discard();
    return whole(log, saved, IndexUse.rebuilt(String.valueOf(reason)));
  }

  private static OffsetIndex segments(Source log, SavedIndex saved, IndexMark mark) {
    var offsets = new OffsetIndex();
    var expected = log.segments.iterator();
    saved.forEachSegment(
        (start, firstOffset) -> {
          if (!expected.hasNext() || expected.next().start() != start) {
            throw saved.distrust("lacks a segment before byte " + start, null);
          }
          offsets.add(firstOffset, start);
        });
    if (!expected.hasNext() || expected.next().start() != mark.end().address()) {
      throw saved.distrust("lacks the last segment before byte " + mark.end().address(), null);
    }
    return offsets;
  }

  private static LogReading whole(Source log, SavedIndex saved, IndexUse use) throws IOException {
    var beginning = new IndexMark(log.settings.networkId(), log.beginning(), -1, 0);
    return from(log, saved, beginning, new OffsetIndex(), use);
  }

  private static LogReading from(
      Source log, SavedIndex saved, IndexMark mark, OffsetIndex offsets, IndexUse use)
      throws IOException {
    StreamIndex index = StreamIndex.over(saved, log.settings.index().cachedStreams(), mark);
    var indexer = new SegmentIndexer(index, saved);
    LogWalk walk = log.walk(new IndexReplay(index), mark.end());
    offsets.add(walk.offset(), walk.address());
    for (Frame frame = walk.next(); frame != null; frame = walk.next()) {
      if (frame.end() == log.files.endOf(frame.address())) {
        indexer.add(index.seal(walk.position()));
        save(indexer, saved);
        offsets.add(walk.offset(), walk.address());
      }
    }
    return new LogReading(index, indexer, offsets, mark, walk, use);
  }

  /** A disk that is full does not prevent opening: what is not saved stays in memory. */
  private static void save(SegmentIndexer indexer, SavedIndex saved) throws IOException {
    try {
      indexer.save();
    } catch (RocksDBException e) {
      if (String.valueOf(e.getMessage()).contains("Permission denied")) {
        throw new AccessDeniedException(saved.directory().toString(), null, e.getMessage());
      }
      LOG.warn("The index in {} stays in memory for now: {}", saved.directory(), e.toString());
    } catch (IOException e) {
      if (!DiskFull.isCause(e)) {
        throw e;
      }
      LOG.warn("The index in {} stays in memory for now: {}", saved.directory(), e.toString());
    }
  }
}
