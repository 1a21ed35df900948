package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.next;
import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.junit.jupiter.api.Test;

/** Events by persistence id, and all persistence ids, at present and for ever. */
public abstract class QueryConformance extends JournalConformance {
  private static final long MANY = Long.MAX_VALUE;

  private List<Long> current(String id, long from, long to) {
    return sequences(
        application()
            .all(
                application()
                    .queries(CurrentEventsByPersistenceIdQuery.class)
                    .currentEventsByPersistenceId(id, from, to)));
  }

  private EventsByPersistenceIdQuery live() {
    return application().queries(EventsByPersistenceIdQuery.class);
  }

  private static List<Long> sequences(List<EventEnvelope> events) {
    return events.stream().map(EventEnvelope::sequenceNr).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void currentEventsOfAPersistenceIdWithinBounds() {
    for (int i = 0; i < 30; i++) {
      application()
          .persisted(write("a", 5L * i + 1, "x", "x", "x", "x", "x"), write("b" + i, 1, 1));
    }
    assertThat(current("a", 0, MANY)).isEqualTo(range(1, 150));
    assertThat(current("a", 1, 150)).isEqualTo(range(1, 150));
    assertThat(current("a", 60, 70)).isEqualTo(range(60, 70));
    assertThat(current("a", 64, 64)).isEqualTo(range(64, 64));
    assertThat(current("a", 150, MANY)).isEqualTo(range(150, 150));
    assertThat(current("a", 151, MANY)).isEmpty();
    assertThat(current("a", 7, 6)).isEmpty();
    assertThat(current("nobody", 0, MANY)).isEmpty();
    restart();
    assertThat(current("a", 0, MANY)).isEqualTo(range(1, 150));
  }

  @Test
  void envelopesSayWhatWasWritten() {
    application().persisted(write("a", 1, new Shape.Circle(1), new Shape.Square(2)));
    var events =
        application()
            .all(
                application()
                    .queries(CurrentEventsByPersistenceIdQuery.class)
                    .currentEventsByPersistenceId("a", 0, MANY));
    assertThat(events).allMatch(event -> event.persistenceId().equals("a"));
    assertThat(events)
        .extracting(EventEnvelope::event)
        .containsExactly(new Shape.Circle(1), new Shape.Square(2));
  }

  @Test
  void liveEventsFollowTheCurrentOnesWithoutASeam() {
    application().persisted(write("a", 1, "1", "2"));
    var stream = application().follow(live().eventsByPersistenceId("a", 0, MANY));
    assertThat(sequences(next(stream, 2))).containsExactly(1L, 2L);
    for (int i = 3; i <= 200; i++) {
      application().send(write("a", i, "x"), write("b", i - 2, "x"));
    }
    assertThat(sequences(next(stream, 198))).isEqualTo(range(3, 200));
    stream.cancel();
  }

  @Test
  void aLiveQueryWaitsForItsFirstEventAndEndsWithItsLast() {
    var stream = application().follow(live().eventsByPersistenceId("a", 2, 3));
    var first = stream.pull().toCompletableFuture();
    application().persisted(write("b", 1, "x"), write("a", 1, "1"));
    application().persisted(write("a", 2, "2", "3", "4"));
    assertThat(first.orTimeout(30, TimeUnit.SECONDS).join())
        .hasValueSatisfying(event -> assertThat(event.sequenceNr()).isEqualTo(2));
    assertThat(sequences(next(stream, 1))).containsExactly(3L);
    assertThat(stream.pull().toCompletableFuture().join()).isEmpty();
  }

  @Test
  void currentPersistenceIdsAreAllThatHaveEvents() {
    var query = application().queries(CurrentPersistenceIdsQuery.class);
    assertThat(application().all(query.currentPersistenceIds())).isEmpty();
    application().persisted(write("b", 1, "1", "2"), write("a", 1, "1"), write("b", 3, "3"));
    assertThat(application().all(query.currentPersistenceIds()))
        .containsExactlyInAnyOrder("a", "b");
    restart();
    query = application().queries(CurrentPersistenceIdsQuery.class);
    assertThat(application().all(query.currentPersistenceIds()))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void livePersistenceIdsTellEveryOneOnce() {
    application().persisted(write("old1", 1, "x"), write("old2", 1, "x"));
    for (int i = 0; i < 100; i++) {
      application().send(write("during" + i, 1, "x"));
    }
    var stream =
        application().follow(application().queries(PersistenceIdsQuery.class).persistenceIds());
    for (int i = 0; i < 100; i++) {
      application().send(write("late" + i, 1, "x"), write("old1", 2 + i, "x"));
    }
    var expected =
        IntStream.range(0, 100).boxed().flatMap(i -> Stream.of("during" + i, "late" + i)).toList();
    var told = next(stream, 202);
    assertThat(told).doesNotHaveDuplicates().contains("old1", "old2").containsAll(expected);
    application().answers(500);
    application().persisted(write("old2", 2, "x"), write("last", 1, "x"));
    assertThat(next(stream, 1)).containsExactly("last");
    stream.cancel();
  }

  @Test
  void aQueryThatNobodyReadsHoldsNoWriter() {
    var idle = application().follow(live().eventsByPersistenceId("a", 0, MANY));
    for (int i = 1; i <= 2_000; i++) {
      application().send(write("a", i, "x".repeat(100)));
    }
    application().answers(4_000);
    assertThat(sequences(next(idle, 2_000))).isEqualTo(range(1, 2_000));
    idle.cancel();
  }
}
