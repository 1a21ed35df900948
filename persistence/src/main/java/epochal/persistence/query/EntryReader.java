package epochal.persistence.query;

import epochal.persistence.log.StoredEntry;
import org.jspecify.annotations.Nullable;

/** What a query reads, one entry after the other. For one thread, but where it says otherwise. */
interface EntryReader {
  /** The next entry, or null when there is none yet. */
  @Nullable StoredEntry next();

  /** Whether the last one has been read that will ever be wanted. */
  boolean isFinished();

  /** Whether there may be one where there was none; for any thread, and quick. */
  boolean mayHaveNext();
}
