package epochal.persistence.journal;

import epochal.persistence.log.LogEntry;

/**
 * Stands where an event was rejected and its persistent actor went on all the same.
 *
 * <p>Pekko counts a rejected event, so that the next one of such an actor has a later sequence
 * number, and a stream of the log has no gaps. The number is filled when the next event is written.
 * Recovery and queries by persistence id pass over it; the global feed shows it, so that its
 * offsets have no gaps either. An actor that stops when an event is rejected, as every {@code
 * EventSourcedBehavior} does, leaves none behind.
 */
public enum RejectedEvent {
  /** The only one: it has no content. */
  INSTANCE;

  /** Names these among the entries of a log. */
  static final int SERIALIZER_ID = 20_002;

  private static final byte[] NO_PAYLOAD = {};

  static LogEntry entry(String persistenceId, long sequence) {
    return new LogEntry(persistenceId, sequence, false, SERIALIZER_ID, "rejected", NO_PAYLOAD);
  }
}
