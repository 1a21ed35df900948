package epochal.persistence.query;

import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The global feed: every durable event of every persistence id, once, in the order in which they
 * became durable.
 *
 * <p>Offsets are of the type {@link org.apache.pekko.persistence.query.Sequence} and dense: the
 * first event ever has 0, and each has one more than the one before it. They never change, so that
 * whoever has handled an offset has handled everything up to it. Where an event was rejected and
 * its persistent actor went on all the same, {@link epochal.persistence.journal.RejectedEvent}
 * stands in for it.
 */
public interface AllEventsQuery extends ReadJournal {
  /**
   * All events behind an offset, and then each as it becomes durable, without end.
   *
   * @param after the offset of the last event that has been handled, which is not told again, or
   *     {@code NoOffset} to begin with the first event. The stream fails with {@link
   *     IllegalArgumentException} for one that no event has yet, or of another type.
   */
  Source<EventEnvelope, NotUsed> allEvents(Offset after);

  /** The same up to what is durable when the stream is started. */
  Source<EventEnvelope, NotUsed> currentAllEvents(Offset after);
}
