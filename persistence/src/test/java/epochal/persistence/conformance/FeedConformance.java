package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.next;
import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.junit.jupiter.api.Test;

/** The global feed: dense offsets, every event once, none skipped, resumable anywhere. */
public abstract class FeedConformance extends JournalConformance {
  private static final int ENTITIES = 10;

  /** An event that no serializer takes. */
  private record Unknown() {}

  /** So many rounds of one event and a pair from each of ten entities, not waited for. */
  private void traffic(int first, int rounds) {
    for (int round = first; round < first + rounds; round++) {
      for (int entity = 0; entity < ENTITIES; entity++) {
        long sequence = 3L * round + 1;
        application()
            .send(write("e" + entity, sequence, "x"), write("e" + entity, sequence + 1, "y", "z"));
      }
    }
  }

  private void written(int rounds) {
    application().answers(rounds * ENTITIES * 4);
  }

  private List<EventEnvelope> current(Offset after) {
    return application().all(application().feed().currentAllEvents(after));
  }

  /** Dense offsets from one on, and each entity's events in order, all of them. */
  private static void isWhole(List<EventEnvelope> events, long firstOffset) {
    var sequences = new HashMap<String, Long>();
    for (int i = 0; i < events.size(); i++) {
      EventEnvelope event = events.get(i);
      assertThat(event.offset()).isEqualTo(new Sequence(firstOffset + i));
      Long before = sequences.put(event.persistenceId(), event.sequenceNr());
      if (firstOffset == 0 || before != null) {
        assertThat(event.sequenceNr()).isEqualTo(before == null ? 1 : before + 1);
      }
    }
  }

  @Test
  void offsetsAreDenseFromZeroAndEveryEventIsThereOnce() {
    assertThat(current(Offset.noOffset())).isEmpty();
    traffic(0, 20);
    written(20);
    var events = current(Offset.noOffset());
    assertThat(events).hasSize(20 * ENTITIES * 3);
    isWhole(events, 0);
    restart();
    assertThat(current(Offset.noOffset())).isEqualTo(events);
  }

  @Test
  void anAtomicWriteStandsTogether() {
    traffic(0, 10);
    written(10);
    var events = current(Offset.noOffset());
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).event().equals("y")) {
        assertThat(events.get(i + 1).event()).isEqualTo("z");
        assertThat(events.get(i + 1).persistenceId()).isEqualTo(events.get(i).persistenceId());
      }
    }
  }

  @Test
  void theFeedIsInTheOrderOfAcknowledgement() {
    for (int i = 1; i <= 20; i++) {
      application().persisted(write("e" + i % 3, (i - 1) / 3 + 1, "event " + i));
    }
    var events = current(Offset.noOffset());
    for (int i = 1; i <= 20; i++) {
      assertThat(events.get(i - 1).event()).isEqualTo("event " + i);
    }
  }

  @Test
  void itGoesOnBehindAnyOffset() {
    traffic(0, 4);
    written(4);
    var events = current(Offset.noOffset());
    for (int i = 0; i < events.size(); i++) {
      assertThat(current(events.get(i).offset())).isEqualTo(events.subList(i + 1, events.size()));
    }
  }

  @Test
  void anOffsetThatNoEventHasIsRefused() {
    application().persisted(write("a", 1, "x"));
    assertThat(current(new Sequence(0))).isEmpty();
    for (Offset wrong :
        List.of(
            new Sequence(1),
            new Sequence(-1),
            Offset.timeBasedUUID(UUID.fromString("49225740-2019-11ea-a752-ffae2393b6e4")))) {
      assertThatThrownBy(() -> current(wrong))
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void liveSubscribersSeeTheSameWithoutASeamWheneverTheyBegin() {
    traffic(0, 20);
    var early = application().follow(application().feed().allEvents(Offset.noOffset()));
    traffic(20, 20);
    var late = application().follow(application().feed().allEvents(Offset.noOffset()));
    traffic(40, 20);
    int all = 60 * ENTITIES * 3;
    var seen = next(early, all);
    isWhole(seen, 0);
    assertThat(next(late, all)).isEqualTo(seen);
    written(60);
    assertThat(current(Offset.noOffset())).isEqualTo(seen);
    early.cancel();
    late.cancel();
  }

  @Test
  void whoBreaksOffAndResumesAgainAndAgainMissesNothing() {
    var seen = new ArrayList<EventEnvelope>();
    Offset after = Offset.noOffset();
    for (int round = 0; round < 30; round++) {
      traffic(round, 1);
      var stream = application().follow(application().feed().allEvents(after));
      seen.addAll(next(stream, 1 + round % 29));
      stream.cancel();
      after = seen.getLast().offset();
    }
    written(30);
    seen.addAll(current(after));
    assertThat(seen).hasSize(30 * ENTITIES * 3);
    isWhole(seen, 0);
  }

  @Test
  void aSubscriberThatStandsStillHoldsNobody() {
    var slow = application().follow(application().feed().allEvents(Offset.noOffset()));
    var quick = application().follow(application().feed().allEvents(Offset.noOffset()));
    traffic(0, 100);
    written(100);
    assertThat(next(quick, 3_000)).hasSize(3_000);
    isWhole(next(slow, 3_000), 0);
    slow.cancel();
    quick.cancel();
  }

  @Test
  void aRejectedEventLeavesNoGap() {
    application().persist(write("a", 1, "1"), write("a", 2, new Unknown()), write("a", 3, "3"));
    application().persisted(write("b", 1, "1"));
    isWhole(current(Offset.noOffset()), 0);
    assertThat(
            application()
                .all(
                    application()
                        .queries(CurrentEventsByPersistenceIdQuery.class)
                        .currentEventsByPersistenceId("a", 0, Long.MAX_VALUE)))
        .extracting(EventEnvelope::sequenceNr)
        .containsExactly(1L, 3L);
  }

  @Test
  void whatIsDeletedKeepsItsPlaceInTheFeed() {
    application().persisted(write("a", 1, "1", "2", "3"), write("b", 1, "1"));
    var before = current(Offset.noOffset());
    application().delete("a", 2);
    restart();
    assertThat(current(Offset.noOffset())).isEqualTo(before);
  }
}
