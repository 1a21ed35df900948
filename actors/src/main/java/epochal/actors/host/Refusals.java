package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.ledger.id.EntityId;
import epochal.persistence.log.EntryTooLargeException;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an entity says when it cannot even consider what it is told. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /** There is no room; nothing was done. */
  static void busy(EntityId id, EntityMessage message) {
    boolean told =
        tell(
            message,
            new Outcome.Busy(
                id.text()
                    + " has too much to do. Nothing was done: send the command again later."));
    if (!told) {
      LOG.debug("{} is busy; {} will be sent again", id.text(), message);
    }
  }

  /** It is meant for another entity, which is a fault of the way that it came. */
  static void misdelivered(EntityId id, EntityMessage message) {
    LOG.error(
        "{} was given a {} for {}, and refuses it",
        id.text(),
        message.getClass().getSimpleName(),
        message.to().text());
    tell(
        message,
        new Outcome.Failed(
            "The command was delivered to "
                + id.text()
                + " instead of "
                + message.to().text()
                + ", which refused it. Send it again."));
  }

  /** The log would not take what the command brought forth; nothing was done. */
  static Outcome unwritten(EntityId id, LogException reason) {
    return switch (reason) {
      case LogFullException full ->
          new Outcome.Unavailable(full.code(), String.valueOf(full.getMessage()));
      case EntryTooLargeException large -> {
        LOG.error("{} decided something that is too large to be written", id.text(), large);
        yield new Outcome.Failed(id.text() + " could not write: " + large.getMessage());
      }
      default ->
          new Outcome.Busy(
              id.text() + " could not write: " + reason.getMessage() + " Nothing was done.");
    };
  }

  /** The entity leaves memory before the command is done. */
  static Outcome.Failed stopping(EntityId id) {
    return new Outcome.Failed(
        id.text()
            + " stopped before the command was done; it is not known whether it took effect."
            + " Send the same command again.");
  }

  /** Whether anybody waits for an outcome of this message. */
  private static boolean tell(EntityMessage message, Outcome outcome) {
    switch (message) {
      case EntityMessage.Submit submit -> submit.asker().tell(outcome);
      case EntityMessage.Open open -> open.asker().tell(outcome);
      case EntityMessage.Tick tick -> tick.asker().tell(outcome);
      default -> {
        return false;
      }
    }
    return true;
  }
}
