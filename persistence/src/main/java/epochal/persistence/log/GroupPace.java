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
 * the more they were; where they were few, at once. Under load a group waits {@value #MOST_MILLIS}
 * ms at most, counted from when the one before was taken, so that an fsync that takes as long is
 * all that anybody waits for.
 */
final class GroupPace {
  /** Callers that wait for each other's writes gain nothing from waiting for more of them. */
  private static final int FEW = 8;

  /** About three times what the processors spend on an append altogether. */
  private static final long NANOS_PER_APPEND = TimeUnit.MICROSECONDS.toNanos(50);

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
    due = nanoTime + Math.min(MOST_NANOS, Math.max(0, appends - FEW) * NANOS_PER_APPEND);
  }

  /** How many nanoseconds to wait before the next is taken; 0 for not at all. */
  long left(long nanoTime) {
    long left = due - nanoTime;
    return left < SHORTEST_NANOS ? 0 : left;
  }
}
