package epochal.persistence.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the saved index goes. It is part of each segment's addition to the index, so that it says
 * what is there, whenever the process ended.
 *
 * @param networkId whose log it is
 * @param end where the last indexed segment ends
 * @param lastFrame address of the last frame before the end
 * @param batches frames before the end
 */
record IndexMark(String networkId, DurableEnd.Position end, long lastFrame, long batches) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Why this is not a mark of the log with these segments; null when it is one. The header of the
   * last frame has a checksum over that of the frame before it, and so on: a log that has this
   * frame is the log that was indexed, or one that goes on from there.
   */
  @Nullable String contradiction(String network, List<LogDirectory.Segment> log, ReadFiles files) {
    if (!networkId.equals(network)) {
      return "it is of another network";
    }
    boolean boundary =
        log.stream().skip(1).anyMatch(segment -> segment.start() == end.address())
            && lastFrame < end.address();
    if (!boundary) {
      return "it ends at byte %d of the log, where no segment ends".formatted(end.address());
    }
    try {
      var names = StreamNames.only(StreamName.of("any"));
      Frame last = new FrameReader(files, BUFFER_BYTES).read(lastFrame, end.address(), names);
      var found = new DurableEnd.Position(last.end(), last.endOffset(), last.header().headerCrc());
      return found.equals(end) ? null : "it is of another log";
    } catch (BadFrame e) {
      return "the log has no batch where it says that one is";
    }
  }
}
