package epochal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.conformance.Application;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.FaultyFiles;
import epochal.persistence.log.LogChild;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import epochal.persistence.query.EventLogReadJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** What an application sees of a disk that fails it, and how it comes back. */
class EventLogFailureTest {
  private static final Object RECOVERED = "recovered";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NETWORK = "0123456789abcdef".repeat(4);

  @TempDir Path data;
  private final FaultyFiles disk = new FaultyFiles();
  private ActorTestKit kit;

  @AfterEach
  void stop() {
    if (kit != null) {
      kit.shutdownTestKit();
    }
  }

  private record Count() {}

  /** A counter that stops when it cannot write, and that its parent starts again. */
  private static final class Counter extends EventSourcedBehavior<Count, String, Long> {
    private static final BackoffSupervisorStrategy AGAIN =
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(10), Duration.ofMillis(50), 0.0)
            .withLogLevel(Level.DEBUG);

    private final ActorRef<Object> watcher;

    private Counter(String id, ActorRef<Object> watcher) {
      super(PersistenceId.ofUniqueId(id), AGAIN);
      this.watcher = watcher;
    }

    /**
     * @param watcher told the new number, that the counter has recovered, or why it could not
     */
    static Behavior<Count> create(String id, ActorRef<Object> watcher) {
      return Behaviors.<Count>supervise(Behaviors.setup(context -> new Counter(id, watcher)))
          .onFailure(AGAIN);
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Count, String, Long> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Count.class,
              (state, count) -> Effect().persist("counted").thenReply(watcher, now -> now))
          .build();
    }

    @Override
    public EventHandler<Long, String> eventHandler() {
      return newEventHandlerBuilder().forAnyState().onAnyEvent((state, event) -> state + 1);
    }

    @Override
    public SignalHandler<Long> signalHandler() {
      return newSignalHandlerBuilder()
          .onSignal(RecoveryCompleted.instance(), state -> watcher.tell(RECOVERED))
          .onSignal(RecoveryFailed.class, (state, failed) -> watcher.tell(failed.getFailure()))
          .build();
    }
  }

  /** A counter, and what it tells. */
  private final class Watched {
    private final TestProbe<Object> told = kit.createTestProbe();
    private final ActorRef<Count> counter;

    Watched(String id) {
      counter = kit.spawn(Counter.create(id, told.getRef()));
    }

    /** Waits until it has, however often it failed to. */
    Watched recovered() {
      while (!told.receiveMessage(PATIENCE).equals(RECOVERED)) {
        continue;
      }
      return this;
    }

    /** The number after one more, which is asked for again whenever it failed. */
    long counted() {
      counter.tell(new Count());
      while (true) {
        Object answer = told.receiveMessage(PATIENCE);
        if (answer instanceof Long number) {
          return number;
        }
        assertThat(answer).isEqualTo(RECOVERED);
        counter.tell(new Count());
      }
    }

    void failsToCount() {
      counter.tell(new Count());
      assertThat(told.receiveMessage(PATIENCE)).isEqualTo(RECOVERED);
    }

    void failsToRecover(String code) {
      Object failure = told.receiveMessage(PATIENCE);
      assertThat(failure).isInstanceOf(Throwable.class);
      assertThat(code((Throwable) failure)).isEqualTo(code);
    }
  }

  private void start() {
    Config config =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.persistence.journal.plugin",
                "epochal.journal",
                "pekko.persistence.snapshot-store.plugin",
                "epochal.snapshots",
                "epochal.data.directory",
                data.toString(),
                "epochal.data.network",
                NETWORK));
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(Application.quiet(config)),
            new EventLogSetup(settings -> settings.withFiles(disk)));
    kit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "failures", setup));
  }

  private static String code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LogException log) {
        return log.code();
      }
    }
    throw new AssertionError("no reason of the log's", failure);
  }

  private EventLogReadJournal queries() {
    return PersistenceQuery.get(kit.system())
        .getReadJournalFor(EventLogReadJournal.class, EventLogReadJournal.ID);
  }

  private int eventsInFeed() {
    return queries()
        .currentAllEvents(Offset.noOffset())
        .runWith(Sink.seq(), kit.system())
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join()
        .size();
  }

  @Test
  void afterAFullDiskTheEntitiesGoOnByThemselves() {
    start();
    var one = new Watched("one").recovered();
    var two = new Watched("two").recovered();
    assertThat(one.counted()).isEqualTo(1);
    assertThat(two.counted()).isEqualTo(1);
    disk.roomInBytes = 5;
    one.failsToCount();
    two.failsToCount();
    assertThat(eventsInFeed()).as("what was written is served meanwhile").isEqualTo(2);
    disk.roomInBytes = Long.MAX_VALUE;
    assertThat(one.counted()).isEqualTo(2);
    assertThat(two.counted()).isEqualTo(2);
    assertThat(eventsInFeed()).isEqualTo(4);
  }

  @Test
  void writingStopsWhileTooLittleIsFreeAndGoesOnByItself() {
    start();
    var one = new Watched("one").recovered();
    assertThat(one.counted()).isEqualTo(1);
    disk.usableBytes = 64L << 20;
    one.failsToCount();
    disk.usableBytes = (64L << 20) + 10_000;
    assertThat(one.counted()).isEqualTo(2);
  }

  @Test
  void afterAFailedFsyncNothingIsWrittenUntilARestart() {
    start();
    var one = new Watched("one").recovered();
    assertThat(one.counted()).isEqualTo(1);
    disk.onForce = new IOException("Input/output error");
    one.failsToCount();
    disk.onForce = null;
    one.failsToCount();
    assertThat(EventLogExtension.get(kit.system()).log().trouble())
        .hasValueSatisfying(trouble -> assertThat(trouble.code()).isEqualTo("LogFailed"));
    assertThat(eventsInFeed()).isEqualTo(1);
    kit.shutdownTestKit();
    start();
    assertThat(new Watched("one").recovered().counted())
        .as("this disk kept what failed")
        .isEqualTo(3);
  }

  @Test
  void aDirectoryOfAnotherProcessIsRefusedUntilThatProcessIsGone() throws Exception {
    start();
    Watched one;
    try (LogChild child = LogChild.start(data, LogChild.HOLD)) {
      assertThat(child.line()).isEqualTo("open");
      one = new Watched("one");
      one.failsToRecover("DataDirectoryInUse");
      assertThatThrownBy(this::eventsInFeed)
          .satisfies(e -> assertThat(code(e)).isEqualTo("DataDirectoryInUse"))
          .rootCause()
          .hasMessageContaining("process " + child.pid());
    }
    assertThat(one.recovered().counted()).isEqualTo(1);
    assertThat(eventsInFeed()).isEqualTo(1);
  }

  @Test
  void aDamagedLogIsRefusedWithFileAndPlace() throws Exception {
    start();
    assertThat(new Watched("one").recovered().counted()).isEqualTo(1);
    kit.shutdownTestKit();
    Path segment = data.resolve("segments").resolve("%020d.log".formatted(0));
    byte[] bytes = Files.readAllBytes(segment);
    bytes[30] ^= 1;
    Files.write(segment, bytes);
    start();
    new Watched("one").failsToRecover("DataDirectoryDamaged");
    assertThatThrownBy(this::eventsInFeed)
        .satisfies(e -> assertThat(code(e)).isEqualTo("DataDirectoryDamaged"))
        .rootCause()
        .hasMessageContaining(segment.toString());
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
  }

  @Test
  void theDirectoryOfAnotherNetworkIsRefused() {
    EventLog.open(data, LogSettings.of("f".repeat(64))).close();
    start();
    new Watched("one").failsToRecover("DataDirectoryNetwork");
  }
}
