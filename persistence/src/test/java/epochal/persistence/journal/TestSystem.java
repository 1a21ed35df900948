package epochal.persistence.journal;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.persistence.Persistence;

/** An actor system that uses the plugins by configuration alone, as any application would. */
final class TestSystem implements AutoCloseable {
  private static final String NETWORK = "ab".repeat(32);

  final ActorSystem system;
  final ActorRef journal;
  final ActorRef snapshots;

  TestSystem(Path data) {
    this(data, "");
  }

  TestSystem(Path data, String more) {
    var config =
        ConfigFactory.parseString(
                """
                pekko.loglevel = WARNING
                pekko.stdout-loglevel = OFF
                pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                pekko.log-dead-letters = off
                pekko.persistence.journal.plugin = "epochal.journal"
                pekko.persistence.snapshot-store.plugin = "epochal.snapshots"
                epochal.data.directory = "%s"
                epochal.data.network = "%s"
                """
                    .formatted(data, NETWORK))
            .withFallback(ConfigFactory.load());
    system = ActorSystem.create("test", ConfigFactory.parseString(more).withFallback(config));
    var persistence = (Persistence) Persistence.get(system);
    journal = persistence.journalFor(null, ConfigFactory.empty());
    snapshots = persistence.snapshotStoreFor(null, ConfigFactory.empty());
  }

  EventLogExtension extension() {
    return EventLogExtension.get(system);
  }

  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.actorSystemTerminateReason())
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }
}
