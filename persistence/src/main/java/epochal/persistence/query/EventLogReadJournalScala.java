package epochal.persistence.query;

import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.scaladsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.PersistenceIdsQuery;
import org.apache.pekko.stream.scaladsl.Source;

/** {@link EventLogReadJournal} for applications in Scala. */
public final class EventLogReadJournalScala
    implements EventsByPersistenceIdQuery,
        CurrentEventsByPersistenceIdQuery,
        PersistenceIdsQuery,
        CurrentPersistenceIdsQuery {
  private final EventLogReadJournal journal;

  EventLogReadJournalScala(EventLogReadJournal journal) {
    this.journal = journal;
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long from, long to) {
    return journal.eventsByPersistenceId(persistenceId, from, to).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long from, long to) {
    return journal.currentEventsByPersistenceId(persistenceId, from, to).asScala();
  }

  /** {@link AllEventsQuery#allEvents}. */
  public Source<EventEnvelope, NotUsed> allEvents(Offset after) {
    return journal.allEvents(after).asScala();
  }

  /** {@link AllEventsQuery#currentAllEvents}. */
  public Source<EventEnvelope, NotUsed> currentAllEvents(Offset after) {
    return journal.currentAllEvents(after).asScala();
  }

  @Override
  public Source<String, NotUsed> persistenceIds() {
    return journal.persistenceIds().asScala();
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return journal.currentPersistenceIds().asScala();
  }
}
