package epochal.persistence.log;

import java.util.List;

/** Told of every group of entries as soon as they are durable and can be read. */
@FunctionalInterface
public interface DurableListener {
  /**
   * Called on the writer's thread, outside locks, in order and without gaps; it must be quick.
   *
   * @param firstOffset of the group
   * @param entries of the group, in the order of their offsets; as they were appended, so that
   *     nothing is read back
   */
  void onDurable(long firstOffset, List<LogEntry> entries);
}
