package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import epochal.ledger.lane.Fact;
import epochal.persistence.log.LogException;
import org.jspecify.annotations.Nullable;

/** What an entity's actor tells itself. */
sealed interface Internal extends HostMessage {

  /** A write is done and something waits. */
  enum Proceed implements Internal {
    INSTANCE
  }

  /** It is time to look after what is outstanding. */
  enum Check implements Internal {
    INSTANCE
  }

  /** The shard lets the entity go: finish what is under way and stop. */
  enum Rest implements Internal {
    INSTANCE
  }

  /** The entity as it was read back. */
  record Recovered(Recovery.Read read) implements Internal {}

  /** It could not be read back. */
  record Unrecoverable(Throwable cause) implements Internal {}

  /** The batch under way is durable. */
  enum Durable implements Internal {
    INSTANCE
  }

  /** The batch under way was not written. */
  record Refused(LogException reason) implements Internal {}

  /**
   * A computation has ended.
   *
   * @param result none if it failed
   */
  record WorkDone(long ticket, Fact.@Nullable Worked result, @Nullable Throwable failure)
      implements Internal {}
}
