package epochal.persistence.log;

/** Told of every group of entries as soon as they are durable and can be read. */
@FunctionalInterface
public interface DurableListener {
  /**
   * Called on the writer's thread, outside locks, in order and without gaps; it must be quick.
   *
   * @param firstOffset of the group
   * @param lastOffset of the group, inclusive
   */
  void onDurable(long firstOffset, long lastOffset);
}
