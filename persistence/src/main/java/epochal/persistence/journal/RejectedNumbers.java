package epochal.persistence.journal;

import epochal.persistence.log.LogEntry;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.pekko.persistence.PersistentRepr;

/**
 * The sequence numbers that went with rejected events, by persistence id, until the same writer
 * writes again. Only that writer may pass over them: another one begins behind the last event that
 * was written, and the log refuses it if it does not. {@link RejectedEvent} says what becomes of
 * them.
 */
final class RejectedNumbers {
  /** Whoever is rejected beyond these writes again only after a recovery. */
  private static final int MOST = 10_000;

  private final ConcurrentHashMap<String, Range> ranges = new ConcurrentHashMap<>();

  private record Range(String writer, long first, long last) {
    boolean isContinuedBy(PersistentRepr next) {
      return writer.equals(next.writerUuid()) && next.sequenceNr() == last + 1;
    }
  }

  /**
   * Notes that a write was rejected.
   *
   * @param follows whether this counts only behind a rejected write of the same writer
   */
  void add(PersistentRepr first, long last, boolean follows) {
    ranges.compute(
        first.persistenceId(),
        (id, before) -> {
          if (before != null && before.isContinuedBy(first)) {
            return new Range(before.writer(), before.first(), last);
          }
          boolean full = before == null && ranges.mappingCount() >= MOST;
          return follows || full ? before : new Range(first.writerUuid(), first.sequenceNr(), last);
        });
  }

  /** What has to be written before a write, in the same batch. */
  List<LogEntry> before(PersistentRepr first) {
    Range range = ranges.get(first.persistenceId());
    if (range == null || !range.isContinuedBy(first)) {
      return List.of();
    }
    return LongStream.rangeClosed(range.first(), range.last())
        .mapToObj(sequence -> RejectedEvent.entry(first.persistenceId(), sequence))
        .toList();
  }

  /** Notes that a write is durable, so that all numbers up to its last one are used. */
  void settle(String persistenceId, long last) {
    if (!ranges.isEmpty()) {
      ranges.computeIfPresent(persistenceId, (id, range) -> range.first() <= last ? null : range);
    }
  }
}
