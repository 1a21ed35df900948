package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * For whoever makes the actor system: the last word on how its log is kept, after {@code
 * epochal.data} has been read; for instance other files to write to. Given to {@code
 * ActorSystem.create} with an {@code ActorSystemSetup}.
 *
 * <p>It can also have the log {@linkplain #open opened} while the system is being made. Both take
 * about a second and hardly wait for each other.
 */
public final class EventLogSetup extends Setup {
  private final UnaryOperator<LogSettings> change;
  private final AtomicReference<@Nullable CompletableFuture<EventLog>> opening =
      new AtomicReference<>();

  public EventLogSetup(UnaryOperator<LogSettings> change) {
    this.change = change;
  }

  /**
   * Begins to open the log in the background. What comes of it belongs to the system that is made
   * with this, or, when none is made, to {@link #abandon}.
   *
   * @param config with which the system will be made
   */
  public void open(Config config) {
    Config data = config.getConfig("epochal.data");
    Path directory = EventLogExtension.directory(data);
    LogSettings settings = apply(EventLogExtension.settings(data));
    var log = new CompletableFuture<EventLog>();
    if (!opening.compareAndSet(null, log)) {
      throw new IllegalStateException("the log is being opened already");
    }
    log.completeAsync(
        () -> EventLog.open(directory, settings),
        task -> Thread.ofPlatform().name("epochal-log-opening").daemon().start(task));
  }

  /** Closes the log if nobody has taken it. */
  public void abandon() {
    try {
      EventLog log = opened();
      if (log != null) {
        log.close();
      }
    } catch (RuntimeException e) {
      // It could not be opened, and there is nothing to close.
    }
  }

  LogSettings apply(LogSettings settings) {
    return change.apply(settings);
  }

  /** The log that was opened beforehand, for the first who asks; null for all others. */
  @Nullable EventLog opened() {
    CompletableFuture<EventLog> log = opening.getAndSet(null);
    if (log == null) {
      return null;
    }
    try {
      return log.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
