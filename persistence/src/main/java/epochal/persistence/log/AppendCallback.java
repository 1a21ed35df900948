package epochal.persistence.log;

/**
 * Told once what became of an append. Called on the writer's thread, in the order of the log, so it
 * must be quick and must not block: it holds the next group.
 */
public interface AppendCallback {
  void durable(Appended appended);

  /** May be called on the thread that appends, when the log refuses at once. */
  void failed(LogException reason);
}
