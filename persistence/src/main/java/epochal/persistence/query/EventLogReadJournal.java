package epochal.persistence.query;

import com.typesafe.config.Config;
import epochal.persistence.journal.EventLogExtension;
import epochal.persistence.journal.Payloads;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.StoredEntry;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.function.Creator;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.EventAdapters;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Source;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The read journal {@code epochal.query}.
 *
 * <p>Only durable events are seen. An event carries the same offset in every query: its place in
 * the {@linkplain AllEventsQuery global feed}. Its timestamp is 0, as the log keeps none. A live
 * query never ends by itself, but for one that has come to its last sequence number; a query fails
 * with what was thrown when an event cannot be read, and nothing is passed over.
 */
public final class EventLogReadJournal
    implements EventsByPersistenceIdQuery,
        CurrentEventsByPersistenceIdQuery,
        PersistenceIdsQuery,
        CurrentPersistenceIdsQuery,
        AllEventsQuery {
  /** The plugin's id, which is its place in the configuration. */
  public static final String ID = "epochal.query";

  private final ExtendedActorSystem system;
  private final Payloads payloads;
  private final EventAdapters adapters;
  private final String dispatcher;

  EventLogReadJournal(ExtendedActorSystem system, Config config) {
    this.system = system;
    this.payloads = new Payloads(system);
    this.adapters = Persistence.get(system).adaptersFor(config.getString("write-plugin"));
    this.dispatcher = config.getString("dispatcher");
  }

  /**
   * The events of one persistence id with sequence numbers in a range, in order, those that were
   * deleted left out, and then each as it becomes durable.
   *
   * @param from sequence number of the first
   * @param to sequence number of the last, with which the stream completes
   */
  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long from, long to) {
    return eventsOf(
        log -> StreamEntries.live(log, persistenceId, undeleted(persistenceId, from), to));
  }

  /** The same up to what is durable when the stream is started. */
  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long from, long to) {
    return eventsOf(
        log -> StreamEntries.current(log, persistenceId, undeleted(persistenceId, from), to));
  }

  @Override
  public Source<EventEnvelope, NotUsed> allEvents(Offset after) {
    return events(log -> FeedReader.live(log, behind(after, log)));
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentAllEvents(Offset after) {
    return events(log -> FeedReader.current(log, behind(after, log)));
  }

  /** Every persistence id that has an event, sorted, and then each new one; each once. */
  @Override
  public Source<String, NotUsed> persistenceIds() {
    return lazily(
        () -> {
          long end = log().durableEnd();
          List<String> known = log().streams();
          return Source.from(known)
              .concatLazy(
                  entries(log -> FeedReader.live(log, end))
                      .filter(entry -> entry.sequence() == 1)
                      .map(StoredEntry::stream)
                      // Those that came between the two questions are in both answers.
                      .filter(id -> Collections.binarySearch(known, id) < 0));
        });
  }

  /** Every persistence id that has an event when the stream is started, sorted. */
  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return lazily(() -> Source.from(log().streams()));
  }

  private EventLog log() {
    return extension().log();
  }

  private EventLogExtension extension() {
    return EventLogExtension.get(system);
  }

  private long undeleted(String persistenceId, long from) {
    return Math.max(from, extension().deletedTo(persistenceId) + 1);
  }

  private static long behind(Offset after, EventLog log) {
    if (after.equals(Offset.noOffset())) {
      return 0;
    }
    if (!(after instanceof Sequence sequence)) {
      throw new IllegalArgumentException(
          "an offset of this journal is a Sequence or NoOffset, and not " + after);
    }
    long end = log.durableEnd();
    if (sequence.value() < 0 || sequence.value() >= end) {
      throw new IllegalArgumentException(
          "offset %d is of no event: the log has the offsets below %d. It is of another log."
              .formatted(sequence.value(), end));
    }
    return sequence.value() + 1;
  }

  private Source<EventEnvelope, NotUsed> eventsOf(Function<EventLog, EntryReader> query) {
    return entries(query).filterNot(Payloads::isRejected).mapConcat(this::envelopes);
  }

  private Source<EventEnvelope, NotUsed> events(Function<EventLog, EntryReader> query) {
    return entries(query).mapConcat(this::envelopes);
  }

  private Source<StoredEntry, NotUsed> entries(Function<EventLog, EntryReader> query) {
    return Source.fromGraph(new EntrySource(this::log, query))
        .addAttributes(ActorAttributes.dispatcher(dispatcher));
  }

  private static <T> Source<T, NotUsed> lazily(Creator<Source<T, NotUsed>> source) {
    return Source.lazySource(source).mapMaterializedValue(later -> NotUsed.getInstance());
  }

  /** One, unless an event adapter makes none or many of it. */
  private Iterable<EventEnvelope> envelopes(StoredEntry entry) {
    PersistentRepr repr = payloads.repr(entry);
    var events =
        adapters
            .get(repr.payload().getClass())
            .fromJournal(repr.payload(), repr.manifest())
            .events();
    return CollectionConverters.asJava(events).stream()
        .map(
            event ->
                new EventEnvelope(
                    new Sequence(entry.offset()), entry.stream(), entry.sequence(), event, 0))
        .toList();
  }
}
