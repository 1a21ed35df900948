package epochal.persistence.log;

import java.util.concurrent.TimeUnit;

/**
 * How long appends may gather before the writer takes its next group.
 *
 * <h2>Why not at once</h2>
 *
 * Appends gather by themselves while an fsync runs. On a fast disk that is a short time, and under
 * load it makes many small groups, each of which costs an fsync, a wake-up of the writer and one of
 * those that it answers: processor time that the entities then lack. So the next group is taken not
 * before the work can have been done that the answers to the last one set off, which takes longer
 * the more they were. Where few are under way that is over before the fsync is, and nobody waits;
 * under load a write waits {@value #MOST_MILLIS} ms at most.
 */
final class GroupPace {
  /** Two to three times what the processor spends on an append altogether. */
  private static final long NANOS_PER_APPEND = TimeUnit.MICROSECONDS.toNanos(40);

  private static final long MOST_MILLIS = 2;
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);

  /** A thread that sleeps for less wakes later. */
  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private long due;

  GroupPace(long nanoTime) {
    due = nanoTime;
  }

  /** A group of so many appends is taken now. */
  void took(int appends, long nanoTime) {
    due = nanoTime + Math.min(MOST_NANOS, appends * NANOS_PER_APPEND);
  }

  /** How many nanoseconds to wait before the next is taken; 0 for not at all. */
  long left(long nanoTime) {
    long left = due - nanoTime;
    return left < SHORTEST_NANOS ? 0 : left;
  }
}
