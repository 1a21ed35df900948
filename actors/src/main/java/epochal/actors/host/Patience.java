package epochal.actors.host;

import java.time.Duration;

/**
 * How long a message on a lane may be unanswered before it is sent again. Nobody can tell what was
 * lost from what is answered slowly; where a node has more to do than it can, what is sent twice
 * makes it slower still. So when something was late, the next may take twice as long, and when
 * nothing was, half. Times are those of {@link System#nanoTime}.
 */
final class Patience {
  /** How many times longer than at first a message may be unanswered at most. */
  private static final int MOST = 32;

  private final long least;
  private long present;
  private long over;

  Patience(Duration least, long now) {
    this.least = least.toNanos();
    begin(now);
  }

  /** Nothing is known of how fast others answer. */
  void begin(long now) {
    present = least;
    over = now + present;
  }

  /** Whether it is time to look for messages that are late. */
  boolean isOver(long now) {
    return now - over >= 0;
  }

  Duration left(long now) {
    return Duration.ofNanos(Math.max(0, over - now));
  }

  /**
   * It begins anew.
   *
   * @param late whether any message was
   */
  void looked(boolean late, long now) {
    present = late ? Math.min(present * 2, least * MOST) : Math.max(present / 2, least);
    over = now + present;
  }
}
