package epochal.actors.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long answers take at present. An answer that is slow is mostly not lost: where a node has
 * more to do than it can, what is asked twice makes it slower still. So whoever waits for one waits
 * several times as long as they take before asking again.
 */
final class AnswerTimes {
  /** How many times slower than usual an answer may be. */
  private static final int SLOWER = 3;

  /** About so many answers make the average. */
  private static final int RECENT = 64;

  private final long leastNanos;
  private final AtomicLong usualNanos = new AtomicLong();

  /**
   * @param least how long an answer may take however fast others are
   */
  AnswerTimes(Duration least) {
    leastNanos = least.toNanos();
  }

  /** An answer has taken so long; told by one thread at a time. */
  void took(long nanos) {
    long known = usualNanos.get();
    usualNanos.lazySet(known + (nanos - known) / RECENT);
  }

  /** How long the next may take, in nanoseconds. */
  long bearableNanos() {
    return Math.max(leastNanos, usualNanos.get() * SLOWER);
  }
}
