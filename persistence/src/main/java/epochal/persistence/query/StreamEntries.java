package epochal.persistence.query;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.StoredEntry;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The entries of one stream, a few at a time. */
final class StreamEntries implements EntryReader {
  /** How many are read at once, to multiples of it: so the log has them together. */
  private static final long STRIDE = 64;

  private final EventLog log;
  private final String stream;
  private final long to;
  private final ArrayDeque<StoredEntry> read = new ArrayDeque<>();

  /** Sequence number of the first entry that has not been read. */
  private volatile long wanted;

  private StreamEntries(EventLog log, String stream, long from, long to) {
    this.log = log;
    this.stream = stream;
    this.to = to;
    this.wanted = Math.max(1, from);
  }

  static StreamEntries live(EventLog log, String stream, long from, long to) {
    return new StreamEntries(log, stream, from, to);
  }

  /** Up to what is durable now. */
  static StreamEntries current(EventLog log, String stream, long from, long to) {
    return new StreamEntries(log, stream, from, Math.min(to, log.highestSequence(stream)));
  }

  @Override
  public @Nullable StoredEntry next() {
    if (read.isEmpty() && wanted <= to) {
      long first = wanted;
      long last = Math.min(to, first + STRIDE - 1 - (first - 1) % STRIDE);
      wanted = first + log.read(stream, first, last, Long.MAX_VALUE, read::add);
    }
    return read.poll();
  }

  @Override
  public boolean isFinished() {
    return read.isEmpty() && wanted > to;
  }

  @Override
  public boolean mayHaveNext() {
    return log.highestSequence(stream) >= wanted;
  }
}
