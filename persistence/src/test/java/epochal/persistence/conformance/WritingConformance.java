package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageRejected;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.junit.jupiter.api.Test;

/** Order, atomicity, and what becomes of events that cannot be written. */
public abstract class WritingConformance extends JournalConformance {
  /** A payload that no serializer takes. */
  private record Unknown(int number) {}

  @Test
  void eventsKeepTheirOrderOverRequestsAndRestarts() {
    application().persisted(write("a", 1, "1"), write("a", 2, "2", "3"), write("a", 4, "4"));
    application().persisted(write("a", 5, "5"));
    restart();
    application().persisted(write("a", 6, "6"));
    var replay = application().replay("a");
    assertThat(replay.payloads()).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(replay.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(replay.highest()).isEqualTo(6);
  }

  @Test
  void answersComeInTheOrderOfTheEvents() {
    var answers = application().persist(write("a", 1, "1", "2"), write("a", 3, "3"));
    assertThat(answers)
        .allMatch(WriteMessageSuccess.class::isInstance)
        .extracting(answer -> ((WriteMessageSuccess) answer).persistent().sequenceNr())
        .containsExactly(1L, 2L, 3L);
  }

  /** Their answers may overtake each other: a persistent actor waits for one before the next. */
  @Test
  void requestsThatFollowWithoutWaitingAreWrittenInTheirOrder() {
    int count = 200;
    for (int i = 1; i <= count; i++) {
      application().send(write("a", i, "event " + i));
    }
    assertThat(application().answers(2 * count))
        .filteredOn(WriteMessageSuccess.class::isInstance)
        .hasSize(count);
    assertThat(application().replay("a").payloads())
        .isEqualTo(IntStream.rangeClosed(1, count).mapToObj(i -> "event " + i).toList());
  }

  @Test
  void anAtomicWriteWithOneImpossibleEventIsRejectedAsAWhole() {
    application().persisted(write("a", 1, "1"));
    var answers = application().persist(write("a", 2, "2", new Unknown(3), "4"));
    assertThat(answers).hasSize(3).allMatch(WriteMessageRejected.class::isInstance);
    assertThat(application().replay("a").payloads()).containsExactly("1");
  }

  @Test
  void anImpossibleEventIsRejectedAndTheWritesBesideItAreWritten() {
    for (Object impossible : List.of(new Unknown(7), new Shape.Impossible("too round"))) {
      String id = "a" + impossible;
      var answers =
          application().persist(write(id, 1, "1"), write(id, 2, impossible), write(id, 3, "3"));
      assertThat(answers)
          .hasExactlyElementsOfTypes(
              WriteMessageSuccess.class, WriteMessageRejected.class, WriteMessageSuccess.class);
      application().persisted(write(id, 4, "4"));
      restart();
      var replay = application().replay(id);
      assertThat(replay.payloads()).containsExactly("1", "3", "4");
      assertThat(replay.sequences()).containsExactly(1L, 3L, 4L);
      assertThat(replay.highest()).isEqualTo(4);
      assertThat(application().replay(id, 1, 9, 2).payloads()).containsExactly("1", "3");
    }
  }

  @Test
  void theNumberOfARejectedEventMayBeUsedByTheNextOne() {
    application().persisted(write("a", 1, "1"));
    application().persist(write("a", 2, new Unknown(2)));
    application().persisted(write("a", 2, "2"));
    application().persisted(write("a", 3, "3"));
    assertThat(application().replay("a").payloads()).containsExactly("1", "2", "3");
  }

  @Test
  void anEntityWhoseWritesFailHoldsNoOther() {
    int count = 300;
    for (int i = 1; i <= count; i++) {
      application().send(write("sick", i, new Unknown(i)));
      application().send(write("sound" + i % 7, (i - 1) / 7 + 1, "event"));
    }
    var answers = application().answers(4 * count);
    assertThat(answers).filteredOn(WriteMessageRejected.class::isInstance).hasSize(count);
    assertThat(answers)
        .filteredOn(WriteMessageSuccess.class::isInstance)
        .hasSize(count)
        .allMatch(
            answer ->
                ((WriteMessageSuccess) answer).persistent().persistenceId().startsWith("sound"));
    assertThat(application().replay("sick").events()).isEmpty();
  }

  @Test
  void manyEntitiesWriteAtOnce() {
    int entities = 100;
    int events = 10;
    for (int i = 1; i <= events; i++) {
      for (int entity = 0; entity < entities; entity++) {
        application().send(write("e" + entity, i, entity + "/" + i));
      }
    }
    assertThat(application().answers(2 * entities * events))
        .filteredOn(WriteMessageSuccess.class::isInstance)
        .hasSize(entities * events);
    for (int entity = 0; entity < entities; entity++) {
      String prefix = entity + "/";
      assertThat(application().replay("e" + entity).payloads())
          .isEqualTo(IntStream.rangeClosed(1, events).mapToObj(i -> prefix + i).toList());
    }
  }
}
