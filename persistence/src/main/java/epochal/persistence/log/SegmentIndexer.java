package epochal.persistence.log;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the index of finished segments, in their order, on a thread of its own. What cannot be
 * saved stays in memory, is told to the operator, and is tried again with the next segment; the log
 * does not depend on it.
 */
final class SegmentIndexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexer.class);

  private final StreamIndex index;
  private final SavedIndex saved;
  private final Thread thread;

  // Guarded by this.
  private final ArrayDeque<SealedSegment> waiting = new ArrayDeque<>();
  private boolean fresh;
  private boolean closed;

  SegmentIndexer(StreamIndex index, SavedIndex saved) {
    this.index = index;
    this.saved = saved;
    this.thread = Thread.ofPlatform().name("epochal-log-indexer").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  synchronized void add(SealedSegment segment) {
    waiting.add(segment);
    fresh = true;
    notifyAll();
  }

  private void run() {
    try {
      while (awaitFresh()) {
        try {
          save();
        } catch (IOException | RocksDBException | DirectoryInUseException e) {
          LOG.warn(
              "The index in {} is behind the log and stays in memory until the next segment: {}",
              saved.directory(),
              e.toString());
        }
      }
    } catch (LogException e) {
      LOG.warn("Indexing has ended: {}", e.getMessage());
    }
  }

  private synchronized boolean awaitFresh() {
    boolean interrupted = false;
    while (!fresh && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    boolean go = fresh;
    fresh = false;
    return go;
  }

  /**
   * Saves all that wait. For one thread at a time: during recovery the one that recovers.
   *
   * @throws IOException when the directory cannot be used
   */
  void save() throws IOException, RocksDBException {
    for (SealedSegment next = first(); next != null; next = first()) {
      saved.add(next);
      remove();
      index.saved(next);
    }
  }

  private synchronized @Nullable SealedSegment first() {
    return waiting.peek();
  }

  private synchronized void remove() {
    waiting.remove();
  }

  /** Saves what waits, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    Threads.join(thread);
  }
}
