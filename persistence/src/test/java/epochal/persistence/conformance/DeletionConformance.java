package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.junit.jupiter.api.Test;

/** Events that are deleted are replayed no more, and their numbers are never used again. */
public abstract class DeletionConformance extends JournalConformance {
  private void deleted(String id, long to) {
    assertThat(application().delete(id, to)).isEqualTo(new DeleteMessagesSuccess(to));
  }

  private List<Long> queried(String id) {
    return application()
        .all(
            application()
                .queries(CurrentEventsByPersistenceIdQuery.class)
                .currentEventsByPersistenceId(id, 0, Long.MAX_VALUE))
        .stream()
        .map(EventEnvelope::sequenceNr)
        .toList();
  }

  @Test
  void whatIsDeletedIsGoneForGoodAndTheRestStays() {
    application().persisted(write("a", 1, "1", "2", "3", "4", "5"), write("b", 1, "1"));
    deleted("a", 3);
    for (int round = 0; round < 2; round++) {
      var replay = application().replay("a");
      assertThat(replay.payloads()).containsExactly("4", "5");
      assertThat(replay.highest()).isEqualTo(5);
      assertThat(application().replay("a", 1, 3, 9).events()).isEmpty();
      assertThat(application().replay("a", 1, 9, 1).sequences()).containsExactly(4L);
      assertThat(application().replay("b").payloads()).containsExactly("1");
      assertThat(queried("a")).containsExactly(4L, 5L);
      restart();
    }
  }

  @Test
  void theHighestSequenceNumberOutlivesAllEvents() {
    application().persisted(write("a", 1, "1", "2", "3"));
    deleted("a", 3);
    restart();
    assertThat(application().replay("a").highest()).isEqualTo(3);
    assertThat(application().replay("a").events()).isEmpty();
    application().persisted(write("a", 4, "4"));
    assertThat(application().replay("a").payloads()).containsExactly("4");
  }

  @Test
  void deletingMoreThanThereIsTouchesNoLaterEvent() {
    application().persisted(write("a", 1, "1", "2"));
    deleted("a", Long.MAX_VALUE);
    application().persisted(write("a", 3, "3"));
    restart();
    assertThat(application().replay("a").payloads()).containsExactly("3");
  }

  @Test
  void deletingAgainOrLessChangesNothing() {
    application().persisted(write("a", 1, "1", "2", "3"));
    deleted("a", 2);
    deleted("a", 1);
    deleted("a", 2);
    deleted("nobody", 7);
    assertThat(application().replay("a").payloads()).containsExactly("3");
    assertThat(application().replay("nobody").highest()).isZero();
  }
}
