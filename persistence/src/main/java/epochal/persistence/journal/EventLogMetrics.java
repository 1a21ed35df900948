package epochal.persistence.journal;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogMonitor;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The log's meters for Micrometer; {@code doc/journal.md} lists them. They carry the data directory
 * as the tag {@code directory}, so that several logs in one process are told apart, and they are
 * gone when the log is.
 *
 * <p>The writer's thread records once a group, which is once an fsync, and never for an entry.
 */
public final class EventLogMetrics implements MeterBinder, AutoCloseable {
  private static final String APPENDS = "appends";
  private static final String ENTRIES = "entries";
  private static final double MOST_APPENDS = 1 << 16;
  private static final double MOST_ENTRIES = 1 << 20;
  private static final double LEAST_BYTES = 64;
  private static final double MOST_BYTES = 16 << 20;
  private static final Duration SHORTEST_FORCE = Duration.ofNanos(10_000);
  private static final Duration LONGEST_FORCE = Duration.ofSeconds(10);

  private final EventLog log;
  private final Tags tags;
  private final List<Bound> bound = new ArrayList<>();

  private record Bound(MeterRegistry registry, List<Meter> meters, LogMonitor monitor) {}

  public EventLogMetrics(EventLog log) {
    this.log = log;
    this.tags = Tags.of("directory", log.path().toString());
  }

  /**
   * The meters of an actor system's log, which go with the system.
   *
   * @throws epochal.persistence.log.LogException if the directory cannot be opened
   */
  public static EventLogMetrics of(ClassicActorSystemProvider system) {
    var metrics = new EventLogMetrics(EventLogExtension.get(system).log());
    system.classicSystem().registerOnTermination(metrics::close);
    return metrics;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    Timer force =
        Timer.builder("epochal.log.force")
            .description("How long an fsync takes, which makes a group of appends durable")
            .tags(tags)
            .publishPercentileHistogram()
            .minimumExpectedValue(SHORTEST_FORCE)
            .maximumExpectedValue(LONGEST_FORCE)
            .register(registry);
    DistributionSummary appends =
        summary("epochal.log.group.appends", APPENDS, 1, MOST_APPENDS)
            .description("Appends, which are atomic writes, that share an fsync")
            .register(registry);
    DistributionSummary entries =
        summary("epochal.log.group.entries", ENTRIES, 1, MOST_ENTRIES)
            .description("Entries, which are events, that share an fsync")
            .register(registry);
    DistributionSummary bytes =
        summary("epochal.log.group.bytes", BaseUnits.BYTES, LEAST_BYTES, MOST_BYTES)
            .description("Bytes that are written before an fsync")
            .register(registry);
    DistributionSummary depth =
        summary("epochal.log.queue.depth", APPENDS, 1, MOST_APPENDS)
            .description("Appends that came during a write and its fsync, and wait for the next")
            .register(registry);
    Gauge waiting =
        gauge("epochal.log.queue.appends", each -> each.statistics().queuedAppends())
            .description("Appends that wait for the writer now")
            .baseUnit(APPENDS)
            .register(registry);
    Gauge waitingBytes =
        gauge("epochal.log.queue.bytes", each -> each.statistics().queuedBytes())
            .description("Bytes that wait for the writer now")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    Gauge writable =
        gauge("epochal.log.writable", each -> each.trouble().isEmpty() ? 1 : 0)
            .description("1 while the log takes writes; 0 on a full disk or when it has failed")
            .register(registry);
    var monitor =
        new LogMonitor() {
          @Override
          public void committed(Commit commit) {
            force.record(commit.forceNanos(), TimeUnit.NANOSECONDS);
            appends.record(commit.appends());
            entries.record(commit.entries());
            bytes.record(commit.bytes());
            depth.record(log.statistics().queuedAppends());
          }
        };
    log.addMonitor(monitor);
    bound.add(
        new Bound(
            registry,
            List.of(force, appends, entries, bytes, depth, waiting, waitingBytes, writable),
            monitor));
  }

  private DistributionSummary.Builder summary(String name, String unit, double least, double most) {
    return DistributionSummary.builder(name)
        .baseUnit(unit)
        .tags(tags)
        .publishPercentileHistogram()
        .minimumExpectedValue(least)
        .maximumExpectedValue(most);
  }

  private Gauge.Builder<EventLog> gauge(String name, ToDoubleFunction<EventLog> value) {
    return Gauge.builder(name, log, value).tags(tags);
  }

  /** Takes the meters out of every registry that they were bound to. */
  @Override
  public synchronized void close() {
    for (Bound each : bound) {
      log.removeMonitor(each.monitor());
      each.meters().forEach(each.registry()::remove);
    }
    bound.clear();
  }
}
