package epochal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.persistence.log.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What Pekko demands of a journal, and what this one promises beyond. */
class EventLogJournalTest {
  @TempDir Path data;
  private TestSystem test;
  private TestKit actor;

  /** A payload that no serializer takes. */
  private record Unknown(int number) {}

  @BeforeEach
  void begin() {
    start("");
  }

  private void start(String more) {
    test = new TestSystem(data, more);
    actor = new TestKit(test.system);
  }

  @AfterEach
  void end() {
    test.close();
  }

  private static PersistentRepr repr(String id, long sequence, Object payload) {
    return PersistentRepr$.MODULE$.apply(
        payload, sequence, id, "", false, ActorRef.noSender(), "writer");
  }

  private static AtomicWrite write(String id, long from, Object... payloads) {
    var reprs = new ArrayList<PersistentRepr>();
    for (Object payload : payloads) {
      reprs.add(repr(id, from + reprs.size(), payload));
    }
    return AtomicWrite.apply(CollectionConverters.asScala(reprs).toSeq());
  }

  /** Sends the writes as one request and returns the answers after its acceptance. */
  private List<Object> persist(AtomicWrite... writes) {
    List<PersistentEnvelope> envelopes = List.of(writes);
    int answers = 1 + List.of(writes).stream().mapToInt(AtomicWrite::size).sum();
    test.journal.tell(
        new JournalProtocol.WriteMessages(
            CollectionConverters.asScala(envelopes).toSeq(), actor.getRef(), 1),
        actor.getRef());
    return actor.receiveN(answers).subList(1, answers);
  }

  private static StoredRecord record(String text, boolean attention) {
    return new StoredRecord(text.getBytes(StandardCharsets.UTF_8), attention);
  }

  /** The payloads of a replay. */
  private List<Object> replay(String id, long from, long to, long max, long highest) {
    test.journal.tell(
        new JournalProtocol.ReplayMessages(from, to, max, id, actor.getRef()), actor.getRef());
    var payloads = new ArrayList<>();
    while (true) {
      Object answer = actor.receiveOne(Duration.ofSeconds(30));
      if (answer instanceof JournalProtocol.ReplayedMessage replayed) {
        assertThat(replayed.persistent().persistenceId()).isEqualTo(id);
        payloads.add(replayed.persistent().payload());
      } else {
        assertThat(answer).isEqualTo(new JournalProtocol.RecoverySuccess(highest));
        return payloads;
      }
    }
  }

  private List<StoredEntry> entries(String id) {
    var entries = new ArrayList<StoredEntry>();
    test.extension().log().read(id, 1, Long.MAX_VALUE, Long.MAX_VALUE, entries::add);
    return entries;
  }

  @Test
  void replaysInOrderWithinBoundsAndAfterARestart() {
    persist(write("a", 1, "1", "2"), write("a", 3, "3"), write("a", 4, "4", "5"));
    persist(write("b", 1, "other"));
    for (int round = 0; round < 2; round++) {
      assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE, 5))
          .containsExactly("1", "2", "3", "4", "5");
      assertThat(replay("a", 2, 4, Long.MAX_VALUE, 5)).containsExactly("2", "3", "4");
      assertThat(replay("a", 2, 5, 2, 5)).containsExactly("2", "3");
      assertThat(replay("a", 1, 5, 0, 5)).isEmpty();
      assertThat(replay("a", 6, 9, 9, 5)).isEmpty();
      assertThat(replay("a", 4, 3, 9, 5)).isEmpty();
      assertThat(replay("never", 1, 9, 9, 0)).isEmpty();
      end();
      begin();
    }
  }

  @Test
  void anAtomicWriteIsOneBatchAndIsDurableWhenItIsAnswered() {
    long batches = test.extension().log().statistics().batches();
    var answers = persist(write("a", 1, "1", "2", "3"));
    assertThat(answers).hasSize(3).allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
    assertThat(entries("a")).hasSize(3);
    assertThat(test.extension().log().statistics().batches()).isEqualTo(batches + 1);
  }

  @Test
  void aStoredRecordIsWrittenByteForByte() {
    persist(write("account:x", 1, record("one", true), record("two", false)));
    var entry = entries("account:x").getFirst();
    assertThat(entry.payload()).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    assertThat(entry.serializerId()).isEqualTo(StoredRecord.SERIALIZER_ID);
    assertThat(entry.manifest()).isEmpty();
    assertThat(entry.attention()).isTrue();

    var read = (StoredRecord) replay("account:x", 1, 1, 1, 2).getFirst();
    assertThat(read.payload()).isEqualTo(entry.payload());
    assertThat(read.attention()).isTrue();
    assertThat(test.extension().log().streamsNeedingAttention()).isEmpty();
  }

  @Test
  void theManifestOfAnEventAdapterIsKept() {
    var adapted =
        PersistentRepr$.MODULE$.apply("x", 1, "a", "v2", false, ActorRef.noSender(), "writer");
    persist(AtomicWrite.apply(adapted));
    test.journal.tell(
        new JournalProtocol.ReplayMessages(1, 1, 1, "a", actor.getRef()), actor.getRef());
    var replayed = actor.expectMsgClass(JournalProtocol.ReplayedMessage.class);
    assertThat(replayed.persistent().manifest()).isEqualTo("v2");
    assertThat(replayed.persistent().payload()).isEqualTo("x");
  }

  @Test
  void whatCannotBeWrittenIsRejectedAloneAndTheOthersGoOn() {
    var answers = persist(write("a", 1, new Unknown(7)), write("b", 1, "fine"));
    assertThat(answers)
        .hasSize(2)
        .anyMatch(JournalProtocol.WriteMessageRejected.class::isInstance)
        .anyMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
    assertThat(persist(write("a", 1, "1")))
        .allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
  }

  @Test
  void aSecondWriterOfAnEntityIsRejected() {
    persist(write("a", 1, "1", "2"));
    assertThat(persist(write("a", 2, "other")))
        .singleElement()
        .isInstanceOfSatisfying(
            JournalProtocol.WriteMessageRejected.class,
            rejected ->
                assertThat(rejected.cause())
                    .hasMessageContaining("The next entry of a has sequence number 3"));
    assertThat(replay("a", 1, 9, 9, 2)).containsExactly("1", "2");
  }

  @Test
  void onlyTheSameWriterPassesOverARejectedEvent() {
    persist(write("a", 1, "1"));
    persist(write("a", 2, new Unknown(2)));
    var others =
        PersistentRepr$.MODULE$.apply("3", 3, "a", "", false, ActorRef.noSender(), "another");
    assertThat(persist(AtomicWrite.apply(others)))
        .allMatch(JournalProtocol.WriteMessageRejected.class::isInstance);
    assertThat(persist(write("a", 4, "4")))
        .as("3 was never this writer's")
        .allMatch(JournalProtocol.WriteMessageRejected.class::isInstance);
    assertThat(persist(write("a", 3, "3")))
        .allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
    assertThat(entries("a")).hasSize(3);
    assertThat(replay("a", 1, 9, 9, 3)).containsExactly("1", "3");
  }

  @Test
  void aWriteThatIsTooLargeIsRejectedAndTheEntityMayGoOn() {
    end();
    start("epochal.data.max-batch-size = 4 KiB");
    assertThat(persist(write("a", 1, "x".repeat(10_000))))
        .allMatch(JournalProtocol.WriteMessageRejected.class::isInstance);
    assertThat(persist(write("a", 1, "x")))
        .allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
  }

  @Test
  void deletingCanBeForbidden() {
    end();
    start("epochal.journal.deletes = off");
    persist(write("a", 1, "1", "2"));
    test.journal.tell(new JournalProtocol.DeleteMessagesTo("a", 1, actor.getRef()), actor.getRef());
    assertThat(actor.expectMsgClass(DeleteMessagesFailure.class).cause())
        .hasMessageContaining("epochal.journal.deletes is off");
    assertThat(replay("a", 1, 9, 9, 2)).containsExactly("1", "2");
  }

  @Test
  void manyEntitiesAtOnceShareSyncs() {
    int count = 500;
    long groups = test.extension().log().statistics().groups();
    for (int i = 0; i < count; i++) {
      List<PersistentEnvelope> one = List.of(write("e" + i, 1, "x"));
      test.journal.tell(
          new JournalProtocol.WriteMessages(
              CollectionConverters.asScala(one).toSeq(), actor.getRef(), 1),
          actor.getRef());
    }
    var answers = actor.receiveN(2 * count);
    assertThat(answers)
        .filteredOn(JournalProtocol.WriteMessageSuccess.class::isInstance)
        .hasSize(count);
    assertThat(test.extension().log().statistics().groups() - groups).isLessThan(count);
    assertThat(LongStream.range(0, count).mapToObj(i -> replay("e" + i, 1, 9, 9, 1)))
        .allMatch(List.of("x")::equals);
  }

  @Test
  void theLogIsMarkedAsClosedWhenTheSystemEnds() {
    persist(write("a", 1, "1"));
    assertThat(data.resolve("CLOSED")).doesNotExist();
    end();
    assertThat(data.resolve("CLOSED")).exists();
    begin();
    assertThat(test.extension().log().openReport().cleanlyClosed()).isTrue();
  }
}
