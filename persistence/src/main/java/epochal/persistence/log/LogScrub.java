package epochal.persistence.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an opening left unread, once and at a bounded rate, and verifies it: checksums, the
 * chain of headers, offsets and groups, up to where the index was taken at its word. That each
 * stream goes on where it ended was verified when the segment was indexed; as the chain covers
 * every byte, it is still so when the chain ends as it did then.
 */
final class LogScrub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogScrub.class);

  /** Time between two looks at the rate. */
  private static final long TICK_BYTES = 1 << 20;

  private final List<LogDirectory.Segment> segments;
  private final ReadFiles files;
  private final DurableEnd.Position begin;
  private final DurableEnd.Position end;
  private final LogVerification.InBackground pace;
  private final Consumer<LogException> onDamage;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean whole;

  /**
   * @param segments those to read
   * @param onDamage told why the log is not to be trusted
   */
  LogScrub(
      List<LogDirectory.Segment> segments,
      ReadFiles files,
      DurableEnd.Position begin,
      DurableEnd.Position end,
      LogVerification.InBackground pace,
      Consumer<LogException> onDamage) {
    this.segments = segments;
    this.files = files;
    this.begin = begin;
    this.end = end;
    this.pace = pace;
    this.onDamage = onDamage;
    this.thread = Thread.ofPlatform().name("epochal-log-scrub").daemon(true).unstarted(this::run);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      whole = read();
    } catch (LogClosedException e) {
      // The log is closed meanwhile; the next opening begins again.
    } catch (LogDamagedException e) {
      onDamage.accept(e);
    } catch (LogException e) {
      LOG.warn("The log was not verified to its end; the next start does it: {}", e.getMessage());
    }
  }

  /** False when it was stopped. */
  private boolean read() {
    if (stopsWithin(pace.after().toNanos())) {
      return false;
    }
    LogDirectory.Segment last = segments.getLast();
    var expected = ClosedMarker.of(last.file(), last.length(), end.offset(), end.chain());
    var walk = new LogWalk(segments, files, StreamCheck.NONE, begin, expected);
    long began = System.nanoTime();
    long next = TICK_BYTES;
    for (Frame frame = walk.next(); frame != null; frame = walk.next()) {
      if (walk.address() >= next) {
        next = walk.address() + TICK_BYTES;
        if (stopsWithin(began + nanos(walk.address()) - System.nanoTime())) {
          return false;
        }
      }
    }
    return true;
  }

  private long nanos(long bytes) {
    return (long) (bytes / (double) pace.bytesPerSecond() * 1e9);
  }

  private boolean stopsWithin(long nanos) {
    try {
      return stop.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Waits until it has ended; whether it has read everything and all was as it was written. */
  boolean awaitWhole(Duration atMost) throws InterruptedException {
    return thread.join(atMost) && whole;
  }

  /** Null when there is nothing to scrub. */
  static boolean isWhole(@Nullable LogScrub scrub, Duration atMost) throws InterruptedException {
    return scrub == null || scrub.awaitWhole(atMost);
  }

  @Override
  public void close() {
    stop.countDown();
    Threads.join(thread);
  }
}
