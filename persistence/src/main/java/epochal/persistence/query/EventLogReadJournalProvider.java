package epochal.persistence.query;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.query.ReadJournalProvider;

/** Named by {@code epochal.query.class}; makes the read journal of an actor system. */
public final class EventLogReadJournalProvider implements ReadJournalProvider {
  private final EventLogReadJournal journal;

  /** Called by Pekko with the plugin's own configuration. */
  public EventLogReadJournalProvider(ExtendedActorSystem system, Config config) {
    journal = new EventLogReadJournal(system, config);
  }

  @Override
  public EventLogReadJournal javadslReadJournal() {
    return journal;
  }

  @Override
  public EventLogReadJournalScala scaladslReadJournal() {
    return new EventLogReadJournalScala(journal);
  }
}
