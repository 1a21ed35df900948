package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.DeletionMarks;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.IndexSettings;
import epochal.persistence.log.LogDamagedException;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import epochal.persistence.log.LogVerification;
import epochal.persistence.log.OpenReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one log of an actor system, opened from {@code epochal.data} when it is first asked for and
 * closed in order by {@link CoordinatedShutdown}, after everything that writes has stopped.
 *
 * <p>When it cannot be opened, whoever asks is told why, and the next one who asks tries again; but
 * for a damaged log, which may be read whole to find that out and does not mend itself.
 */
public final class EventLogExtension implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(EventLogExtension.class);
  private static final Id ID = new Id();

  private final ExtendedActorSystem system;
  private final Path directory;
  private final EventLogSetup setup;
  private final LogSettings settings;
  private volatile @Nullable Opened opened;
  private volatile @Nullable Snapshots snapshots;

  // Guarded by this.
  private @Nullable LogDamagedException damage;
  private boolean closed;

  private record Opened(EventLog log, DeletionMarks deletions) {
    void close() {
      try {
        log.close();
      } finally {
        deletions.close();
      }
    }
  }

  private EventLogExtension(ExtendedActorSystem system) {
    this.system = system;
    Config config = system.settings().config().getConfig("epochal.data");
    directory = directory(config);
    setup =
        system
            .settings()
            .setup()
            .get(EventLogSetup.class)
            .orElseGet(() -> new EventLogSetup(UnaryOperator.identity()));
    settings = setup.apply(settings(config));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "close-event-log",
            this::closeInOrder);
    // For a system that ends without coordination.
    system.registerOnTermination(this::close);
  }

  /** The extension of this system. */
  public static EventLogExtension get(ClassicActorSystemProvider system) {
    return ID.apply(system.classicSystem());
  }

  /**
   * The log, which is opened now if it is not open.
   *
   * @throws LogException if the directory cannot be opened
   */
  public EventLog log() {
    return opened().log();
  }

  DeletionMarks deletions() {
    return opened().deletions();
  }

  /**
   * The snapshots beside the log; who asks after a failure has it tried again.
   *
   * @throws LogException if the log cannot be opened
   * @throws IOException if the snapshots cannot be listed
   */
  Snapshots snapshots() throws IOException {
    Snapshots known = snapshots;
    return known != null ? known : openSnapshots();
  }

  private synchronized Snapshots openSnapshots() throws IOException {
    Snapshots known = snapshots;
    if (known == null) {
      known = new Snapshots(system, log(), directory.resolve("snapshots"));
      snapshots = known;
    }
    return known;
  }

  /** Up to where the events of a persistence id were deleted; 0 when none were. */
  public long deletedTo(String persistenceId) {
    return deletions().deletedTo(persistenceId);
  }

  private Opened opened() {
    Opened now = opened;
    return now != null ? now : open();
  }

  private synchronized Opened open() {
    Opened now = opened;
    if (now != null) {
      return now;
    }
    if (damage != null) {
      throw damage;
    }
    if (closed) {
      throw new IllegalStateException("the log of this actor system was closed");
    }
    try {
      EventLog before = setup.opened();
      EventLog log = before == null ? EventLog.open(directory, settings) : before;
      now = new Opened(log, deletions(log));
      opened = now;
      tell(log.openReport());
      return now;
    } catch (LogDamagedException e) {
      damage = e;
      throw e;
    }
  }

  private void tell(OpenReport report) {
    report
        .tornTail()
        .ifPresent(
            tail ->
                LOG.info(
                    "As after a crash, {} ended within a batch: its last {} bytes, of which nobody"
                        + " had been told, were cut off.",
                    tail.file(),
                    tail.bytes()));
    LOG.info(
        "The log in {} has {} entries, of which {} were read; saved index: {}, {}.",
        directory,
        report.entries(),
        report.entriesRead(),
        report.index().kind(),
        report.index().reason());
  }

  private DeletionMarks deletions(EventLog log) {
    boolean done = false;
    try {
      DeletionMarks marks = DeletionMarks.open(directory);
      done = true;
      return marks;
    } finally {
      if (!done) {
        log.close();
      }
    }
  }

  /** Closes the log, which the system's end does too; returns when it is closed. */
  public synchronized void close() {
    closed = true;
    Opened now = opened;
    if (now != null) {
      now.close();
    }
  }

  private CompletableFuture<Done> closeInOrder() {
    close();
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  static Path directory(Config config) {
    return Path.of(required(config, "directory"));
  }

  static LogSettings settings(Config config) {
    return LogSettings.of(required(config, "network"))
        .withSegmentBytes(config.getBytes("segment-size"))
        .withBatchBytes(Math.toIntExact(config.getBytes("max-batch-size")))
        .withQueue(config.getInt("max-queued-appends"), config.getBytes("max-queued-size"))
        .withMinFreeBytes(config.getBytes("min-free-space"))
        .withVerification(verification(config))
        .withIndex(index(config.getConfig("index")));
  }

  private static LogVerification verification(Config config) {
    String when = config.getString("verify");
    return switch (when) {
      case "background" ->
          new LogVerification.InBackground(
              config.getDuration("verify-after"), config.getBytes("verify-rate"));
      case "at-open" -> new LogVerification.AtOpen();
      default ->
          throw new IllegalArgumentException(
              "epochal.data.verify must be background or at-open, not " + when);
    };
  }

  private static IndexSettings index(Config config) {
    return new IndexSettings(
        config.getInt("cached-streams"),
        config.getBytes("block-cache"),
        config.getInt("open-files"),
        config.getInt("background-threads"));
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
