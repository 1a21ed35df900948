package epochal.persistence.log;

/**
 * Told of how the writing goes, for operators and for metrics. All on the writer's thread, after
 * those were answered that wait for it; what it does must be quick.
 */
public interface LogMonitor {

  /**
   * One group, from the appends that it was made of to the fsync that made it durable.
   *
   * @param appends that are in it
   * @param entries of those
   * @param bytes written to the segment
   * @param forceNanos that the fsync took
   */
  record Commit(int appends, int entries, long bytes, long forceNanos) {}

  /** A group is durable. */
  default void committed(Commit commit) {}

  /** There is no room for what is to be written; told once until {@link #roomAgain}. */
  default void full(LogFullException reason) {}

  /**
   * There was no room, and now something has been written and there is room for all that was
   * refused at once. That less finds room on a disk that is full says nothing.
   */
  default void roomAgain() {}
}
