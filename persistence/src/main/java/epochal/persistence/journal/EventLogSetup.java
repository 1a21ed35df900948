package epochal.persistence.journal;

import epochal.persistence.log.LogSettings;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.setup.Setup;

/**
 * For whoever makes the actor system: the last word on how its log is kept, after {@code
 * epochal.data} has been read; for instance other files to write to. Given to {@code
 * ActorSystem.create} with an {@code ActorSystemSetup}.
 */
public final class EventLogSetup extends Setup {
  private final UnaryOperator<LogSettings> change;

  public EventLogSetup(UnaryOperator<LogSettings> change) {
    this.change = change;
  }

  LogSettings apply(LogSettings settings) {
    return change.apply(settings);
  }
}
