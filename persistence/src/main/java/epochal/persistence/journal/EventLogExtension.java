package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The one log of an actor system, opened from {@code epochal.data} when it is first asked for and
 * closed in order by {@link CoordinatedShutdown}, after everything that writes has stopped.
 */
public final class EventLogExtension implements Extension {
  private static final Id ID = new Id();

  private final EventLog log;
  private final Path directory;

  private EventLogExtension(ExtendedActorSystem system) {
    Config config = system.settings().config().getConfig("epochal.data");
    directory = Path.of(required(config, "directory"));
    log = EventLog.open(directory, settings(config));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "close-event-log",
            this::closeInOrder);
    // For a system that ends without coordination.
    system.registerOnTermination(this::close);
  }

  /**
   * The extension of this system.
   *
   * @throws epochal.persistence.log.LogException if the directory cannot be opened
   */
  public static EventLogExtension get(ClassicActorSystemProvider system) {
    return ID.apply(system.classicSystem());
  }

  public EventLog log() {
    return log;
  }

  /** The data directory, which snapshots live in too. */
  public Path directory() {
    return directory;
  }

  /** Closes the log, which the system's end does too; returns when it is closed. */
  public synchronized void close() {
    log.close();
  }

  private CompletableFuture<Done> closeInOrder() {
    close();
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  private static LogSettings settings(Config config) {
    return LogSettings.of(required(config, "network"))
        .withSegmentBytes(config.getBytes("segment-size"))
        .withBatchBytes(Math.toIntExact(config.getBytes("max-batch-size")))
        .withQueue(config.getInt("max-queued-appends"), config.getBytes("max-queued-size"));
  }

  private static String required(Config config, String name) {
    String value = config.getString(name);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("epochal.data." + name + " must be set");
    }
    return value;
  }

  private static final class Id extends AbstractExtensionId<EventLogExtension> {
    @Override
    public EventLogExtension createExtension(ExtendedActorSystem system) {
      return new EventLogExtension(system);
    }
  }
}
