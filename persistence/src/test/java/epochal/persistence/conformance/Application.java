package epochal.persistence.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.query.AllEventsQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.javadsl.ReadJournal;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.testkit.javadsl.TestKit;
import scala.jdk.javaapi.CollectionConverters;

/** An application that uses the plugins, as any would: by configuration alone. */
public final class Application implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String readJournal;
  private final ActorSystem system;
  private final ActorRef journal;
  private final ActorRef snapshots;
  private final TestKit client;

  /** Starts it. */
  public Application(JournalUnderTest underTest) {
    readJournal = underTest.readJournal();
    system = ActorSystem.create("conformance", quiet(underTest.config()));
    var persistence = (Persistence) Persistence.get(system);
    journal = persistence.journalFor(null, ConfigFactory.empty());
    snapshots = persistence.snapshotStoreFor(null, ConfigFactory.empty());
    client = new TestKit(system);
  }

  /** The configuration of an application, with its warnings and no more in the log. */
  public static Config quiet(Config config) {
    return ConfigFactory.parseString(
            """
            pekko.loglevel = WARNING
            pekko.stdout-loglevel = OFF
            pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
            pekko.log-dead-letters = off
            pekko.actor {
              serializers.conformance = "epochal.persistence.conformance.ShapeSerializer"
              serialization-bindings."epochal.persistence.conformance.Shape" = conformance
            }
            """)
        .withFallback(config)
        .withFallback(ConfigFactory.load());
  }

  ActorSystem system() {
    return system;
  }

  ActorRef snapshots() {
    return snapshots;
  }

  TestKit client() {
    return client;
  }

  static PersistentRepr repr(String id, long sequence, Object payload, String writer) {
    return PersistentRepr$.MODULE$.apply(
        payload, sequence, id, "", false, ActorRef.noSender(), writer);
  }

  /** An atomic write of events with sequence numbers from one on. */
  static AtomicWrite write(String id, long from, Object... payloads) {
    var reprs = new ArrayList<PersistentRepr>();
    for (Object payload : payloads) {
      reprs.add(repr(id, from + reprs.size(), payload, "writer"));
    }
    return AtomicWrite.apply(CollectionConverters.asScala(reprs).toSeq());
  }

  /** Sends writes as one request, and does not wait. */
  void send(AtomicWrite... writes) {
    List<PersistentEnvelope> envelopes = List.of(writes);
    journal.tell(
        new JournalProtocol.WriteMessages(
            CollectionConverters.asScala(envelopes).toSeq(), client.getRef(), 1),
        client.getRef());
  }

  /** Sends writes as one request, and waits for what becomes of each event of it. */
  List<Object> persist(AtomicWrite... writes) {
    send(writes);
    int events = List.of(writes).stream().mapToInt(AtomicWrite::size).sum();
    return answers(1 + events).stream()
        .filter(answer -> !(answer instanceof JournalProtocol.WriteMessagesSuccessful$))
        .toList();
  }

  /** The next messages to the client. */
  List<Object> answers(int count) {
    return client.receiveN(count, PATIENCE);
  }

  /** The same, and all must have been written. */
  void persisted(AtomicWrite... writes) {
    assertThat(persist(writes)).allMatch(JournalProtocol.WriteMessageSuccess.class::isInstance);
  }

  /** What a recovery is given. */
  record Replay(List<PersistentRepr> events, long highest) {
    List<Object> payloads() {
      return events.stream().map(PersistentRepr::payload).toList();
    }

    List<Long> sequences() {
      return events.stream().map(PersistentRepr::sequenceNr).toList();
    }
  }

  Replay replay(String id) {
    return replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  Replay replay(String id, long from, long to, long max) {
    journal.tell(
        new JournalProtocol.ReplayMessages(from, to, max, id, client.getRef()), client.getRef());
    var events = new ArrayList<PersistentRepr>();
    while (true) {
      Object answer = client.receiveOne(PATIENCE);
      if (answer instanceof JournalProtocol.ReplayedMessage replayed) {
        events.add(replayed.persistent());
      } else {
        assertThat(answer).isInstanceOf(JournalProtocol.RecoverySuccess.class);
        return new Replay(events, ((JournalProtocol.RecoverySuccess) answer).highestSequenceNr());
      }
    }
  }

  /** Asks to delete events; returns the answer. */
  Object delete(String id, long to) {
    journal.tell(new JournalProtocol.DeleteMessagesTo(id, to, client.getRef()), client.getRef());
    return client.receiveOne(PATIENCE);
  }

  <T extends ReadJournal> T queries(Class<T> type) {
    return PersistenceQuery.get(system).getReadJournalFor(type, readJournal);
  }

  AllEventsQuery feed() {
    return queries(AllEventsQuery.class);
  }

  /** All elements of a stream that ends. */
  <T> List<T> all(Source<T, NotUsed> source) {
    return source
        .runWith(Sink.seq(), system)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Starts a stream; its elements are fetched with {@link #next}. */
  <T> SinkQueueWithCancel<T> follow(Source<T, NotUsed> source) {
    return source.runWith(Sink.queue(), system);
  }

  /** So many elements of a stream, however long they take to come. */
  static <T> List<T> next(SinkQueueWithCancel<T> stream, int count) {
    var elements = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      elements.add(
          stream
              .pull()
              .toCompletableFuture()
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join()
              .orElseThrow(() -> new AssertionError("the stream has ended")));
    }
    return elements;
  }

  /** Stops it in order. */
  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.actorSystemTerminateReason())
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
