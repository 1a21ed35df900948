package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a recovery is given, between which bounds, and how events look after the way there. */
public abstract class ReplayConformance extends JournalConformance {
  private static final long MANY = Long.MAX_VALUE;

  private List<Long> sequences(long from, long to, long max) {
    return application().replay("a", from, to, max).sequences();
  }

  @Test
  void boundsAreInclusiveAndTheMostIsKept() {
    application().persisted(write("a", 1, "1", "2", "3"), write("a", 4, "4", "5"));
    application().persisted(write("b", 1, "other"));
    assertThat(sequences(1, MANY, MANY)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(sequences(0, 5, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(sequences(2, 4, MANY)).containsExactly(2L, 3L, 4L);
    assertThat(sequences(3, 3, MANY)).containsExactly(3L);
    assertThat(sequences(2, 5, 2)).containsExactly(2L, 3L);
    assertThat(sequences(2, 5, 1)).containsExactly(2L);
    assertThat(sequences(4, 9, 9)).containsExactly(4L, 5L);
    assertThat(sequences(1, 5, 0)).isEmpty();
    assertThat(sequences(6, 9, 9)).isEmpty();
    assertThat(sequences(4, 3, 9)).isEmpty();
  }

  @Test
  void theHighestSequenceNumberIsToldWhateverIsReplayed() {
    application().persisted(write("a", 1, "1", "2", "3"));
    assertThat(application().replay("a", 1, 1, MANY).highest()).isEqualTo(3);
    assertThat(application().replay("a", 1, MANY, 0).highest()).isEqualTo(3);
    assertThat(application().replay("a", 4, MANY, MANY).highest()).isEqualTo(3);
    restart();
    assertThat(application().replay("a", 3, 3, 1).highest()).isEqualTo(3);
  }

  @Test
  void aPersistenceIdWithoutEventsHasNothing() {
    var replay = application().replay("nobody");
    assertThat(replay.events()).isEmpty();
    assertThat(replay.highest()).isZero();
  }

  @Test
  void aLongHistoryIsReplayedWhole() {
    int count = 1_000;
    for (int i = 0; i < count / 50; i++) {
      Object[] events =
          LongStream.rangeClosed(50L * i + 1, 50L * i + 50).mapToObj(Long::toString).toArray();
      application().persisted(write("a", 50L * i + 1, events));
    }
    restart();
    assertThat(application().replay("a").payloads())
        .isEqualTo(LongStream.rangeClosed(1, count).mapToObj(Long::toString).toList());
    for (long from : new long[] {1, 63, 64, 65, 128, 500, 999, 1_000}) {
      assertThat(sequences(from, from + 70, 66))
          .isEqualTo(LongStream.rangeClosed(from, Math.min(count, from + 65)).boxed().toList());
    }
  }

  @Test
  void everyEventComesBackAsItWas() {
    Object[] events = {
      new Shape.Circle(7), new Shape.Square(7), "a text", "", 42L, new byte[] {1, 2, 3}, "ünï\n"
    };
    application().persisted(write("a", 1, events));
    restart();
    var replay = application().replay("a");
    assertThat(replay.payloads()).usingRecursiveComparison().isEqualTo(List.of(events));
    assertThat(replay.events()).allMatch(event -> event.persistenceId().equals("a"));
  }

  @Test
  void persistenceIdsAreTakenAsTheyAre() {
    List<String> ids = List.of("a", "A", "a|b", "a b", "ä", "a/../b", "x".repeat(500), "1\n2");
    for (String id : ids) {
      application().persisted(write(id, 1, "of " + id));
    }
    restart();
    for (String id : ids) {
      assertThat(application().replay(id).payloads()).containsExactly("of " + id);
    }
  }
}
