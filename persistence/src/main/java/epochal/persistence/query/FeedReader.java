package epochal.persistence.query;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogCursor;
import epochal.persistence.log.StoredEntry;
import org.jspecify.annotations.Nullable;

/** All entries of the log from an offset on. */
final class FeedReader implements EntryReader {
  private final LogCursor cursor;
  private final long end;

  private FeedReader(LogCursor cursor, long end) {
    this.cursor = cursor;
    this.end = end;
  }

  static FeedReader live(EventLog log, long from) {
    return new FeedReader(log.readAll(from), Long.MAX_VALUE);
  }

  /** Up to what is durable now. */
  static FeedReader current(EventLog log, long from) {
    return new FeedReader(log.readAll(from), log.durableEnd());
  }

  @Override
  public @Nullable StoredEntry next() {
    return isFinished() ? null : cursor.next();
  }

  @Override
  public boolean isFinished() {
    return cursor.offset() >= end;
  }

  @Override
  public boolean mayHaveNext() {
    return true;
  }
}
