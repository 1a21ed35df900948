package epochal.actors.gateway;

import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogClosedException;
import epochal.persistence.log.LogCursor;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.record.RecordCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every durable record, once and in the order of the log, which within an entity is the order of
 * its sequence numbers.
 *
 * <p>Each subscriber has a thread of its own that reads the log, so that a slow one delays nobody
 * and nothing piles up in memory; it is merely behind.
 */
public final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final EventLog log;
  private final RecordCodec codec;

  Feed(EventLog log, RecordCodec codec) {
    this.log = log;
    this.codec = codec;
  }

  /** The offset of the next record that will become durable. */
  public long end() {
    return log.durableEnd();
  }

  /** Tells of everything that becomes durable from now on. */
  public Subscription subscribe(Consumer<DurableRecord> consumer) {
    return subscribe(log.durableEnd(), consumer);
  }

  /**
   * Tells of everything from an offset on.
   *
   * @param from the offset of the first record, at most {@link #end}
   * @param consumer called on one thread; if it throws, the subscription ends
   */
  public Subscription subscribe(long from, Consumer<DurableRecord> consumer) {
    var subscription = new Subscription(log, codec, from, consumer);
    subscription.thread.start();
    return subscription;
  }

  /** A subscriber's place in the log. */
  public static final class Subscription implements AutoCloseable {
    private final EventLog log;
    private final RecordCodec codec;
    private final Consumer<DurableRecord> consumer;
    private final LogCursor cursor;
    private final Thread thread;
    private final CompletableFuture<Long> ended = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile long next;

    private Subscription(
        EventLog log, RecordCodec codec, long from, Consumer<DurableRecord> consumer) {
      this.log = log;
      this.codec = codec;
      this.consumer = consumer;
      this.cursor = log.readAll(from);
      this.next = from;
      this.thread = Thread.ofPlatform().name("epochal-feed").daemon(true).unstarted(this::run);
    }

    /** The offset to go on from: everything below it has been told. */
    public long next() {
      return next;
    }

    /** Completes with {@link #next} when the subscription or the log is closed, or fails. */
    public CompletionStage<Long> ended() {
      return ended.minimalCompletionStage();
    }

    private void run() {
      try {
        while (!closed) {
          StoredEntry entry = cursor.next();
          if (entry == null) {
            log.awaitBeyond(next, PATIENCE);
          } else {
            if (entry.serializerId() == StoredRecord.SERIALIZER_ID) {
              consumer.accept(new DurableRecord(entry, codec));
            }
            next = entry.offset() + 1;
          }
        }
        ended.complete(next);
      } catch (LogClosedException | InterruptedException e) {
        ended.complete(next);
      } catch (RuntimeException | Error e) {
        LOG.error("A subscriber of the feed failed at offset {}", next, e);
        ended.completeExceptionally(e);
      }
    }

    /** Tells of nothing more, once it returns; not for the consumer itself. */
    @Override
    public void close() {
      closed = true;
      if (Thread.currentThread() != thread) {
        // Not interrupted: that would close the file that it reads.
        ended.exceptionally(failure -> next).join();
      }
    }
  }
}
