package epochal.persistence.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.conformance.Application;
import epochal.persistence.journal.EventLogExtension;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByPersistenceIdQuery;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this read journal does beyond what every one must. */
class LiveQueryTest {
  private static final byte[] TEXT = {'x'};

  @TempDir Path data;
  private ActorSystem system;
  private EventLog log;
  private EventLogReadJournal queries;

  @BeforeEach
  void start() {
    Config config =
        ConfigFactory.parseMap(
            Map.of(
                "epochal.data.directory", data.toString(),
                "epochal.data.network", "ab".repeat(32)));
    system = ActorSystem.create("queries", Application.quiet(config));
    log = EventLogExtension.get(system).log();
    queries =
        PersistenceQuery.get(system)
            .getReadJournalFor(EventLogReadJournal.class, EventLogReadJournal.ID);
  }

  @AfterEach
  void stop() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void append(String stream, long sequence) {
    // 20 is Pekko's own serializer of strings.
    log.append(List.of(new LogEntry(stream, sequence, false, 20, "", TEXT)))
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private Semaphore counted(Source<?, ?> source) {
    var seen = new Semaphore(0);
    source.runWith(Sink.foreach(element -> seen.release()), system);
    return seen;
  }

  /** Each time the streams have just gone to sleep, or are about to, when the event comes. */
  @Test
  void everyEventThatComesAloneIsTold() throws Exception {
    List<Semaphore> streams =
        Stream.of(
                queries.allEvents(Offset.noOffset()),
                queries.eventsByPersistenceId("a", 1, Long.MAX_VALUE),
                queries.allEvents(Offset.noOffset()))
            .map(this::counted)
            .toList();
    for (int i = 1; i <= 3_000; i++) {
      append("a", i);
      for (Semaphore stream : streams) {
        assertThat(stream.tryAcquire(30, TimeUnit.SECONDS)).as("event %d", i).isTrue();
      }
    }
  }

  @Test
  void aStreamEndsWithItsLastEventAlthoughMoreFollow() throws Exception {
    var ended =
        queries.eventsByPersistenceId("a", 1, 2).runWith(Sink.seq(), system).toCompletableFuture();
    append("a", 1);
    append("a", 2);
    assertThat(ended.get(30, TimeUnit.SECONDS)).hasSize(2);
    append("a", 3);
    assertThat(ended.join()).hasSize(2);
  }

  @Test
  void theScalaSideAnswersTheSame() throws Exception {
    append("a", 1);
    append("b", 1);
    EventsByPersistenceIdQuery scala = PersistenceQuery.get(system).readJournalFor("epochal.query");
    assertThat(scala).isInstanceOf(EventLogReadJournalScala.class);
    var journal = (EventLogReadJournalScala) scala;
    assertThat(all(journal.currentAllEvents(Offset.noOffset()).asJava()))
        .isEqualTo(all(queries.currentAllEvents(Offset.noOffset())))
        .hasSize(2);
    assertThat(all(journal.eventsByPersistenceId("a", 1, 1).asJava()))
        .isEqualTo(all(queries.currentEventsByPersistenceId("a", 1, 1)))
        .hasSize(1);
    assertThat(all(journal.currentPersistenceIds().asJava())).containsExactly("a", "b");
  }

  private <T> List<T> all(Source<T, ?> source) throws Exception {
    return source.runWith(Sink.seq(), system).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void theLogForgetsAStreamThatHasEnded() throws Exception {
    append("a", 1);
    var seen = new Semaphore(0);
    var running =
        queries
            .allEvents(Offset.noOffset())
            .viaMat(KillSwitches.single(), Keep.right())
            .to(Sink.foreach(event -> seen.release()))
            .run(system);
    queries
        .allEvents(Offset.noOffset())
        .runWith(
            Sink.foreach(
                event -> {
                  throw new IllegalStateException("planted: the consumer fails");
                }),
            system);
    assertThat(seen.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    awaitListeners(1);
    running.shutdown();
    awaitListeners(0);
  }

  /** The log says nowhere else who is told. */
  private void awaitListeners(int count) throws Exception {
    Field writer = EventLog.class.getDeclaredField("writer");
    writer.setAccessible(true);
    Field listeners = writer.getType().getDeclaredField("listeners");
    listeners.setAccessible(true);
    var told = (List<?>) listeners.get(writer.get(log));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (told.size() != count) {
      assertThat(System.nanoTime()).as("%d are told", told.size()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
