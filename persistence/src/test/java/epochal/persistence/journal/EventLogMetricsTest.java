package epochal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.FaultyFiles;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogMonitor;
import epochal.persistence.log.LogSettings;
import epochal.persistence.log.LogStatistics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogMetricsTest {
  private static final LogSettings SETTINGS = LogSettings.of("ab".repeat(32));
  private static final byte[] SAID = {1, 2, 3, 4, 5};

  @TempDir Path data;
  private final FaultyFiles disk = new FaultyFiles();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Semaphore recorded = new Semaphore(0);

  @AfterEach
  void close() {
    registry.close();
  }

  private EventLog open() {
    return EventLog.open(data, SETTINGS.withFiles(disk).withMinFreeBytes(1_000));
  }

  /** Bound, and followed by a monitor that tells when the meters have moved. */
  private EventLogMetrics bind(EventLog log) {
    var metrics = new EventLogMetrics(log);
    metrics.bindTo(registry);
    log.addMonitor(
        new LogMonitor() {
          @Override
          public void committed(Commit commit) {
            recorded.release();
          }
        });
    return metrics;
  }

  private void awaitRecorded(int groups) throws InterruptedException {
    assertThat(recorded.tryAcquire(groups, 30, TimeUnit.SECONDS)).isTrue();
  }

  private static LogEntry entry(String stream, long sequence) {
    return new LogEntry(stream, sequence, false, 17, "", SAID);
  }

  private double gauge(String name) {
    return registry.get(name).tag("directory", data.toString()).gauge().value();
  }

  @Test
  void everyMeterMovesWithTheGroups() throws Exception {
    try (EventLog log = open();
        var metrics = bind(log)) {
      // given one append in an fsync, and 40 of 2 entries each that wait for the next one
      disk.stall();
      log.append(List.of(entry("first", 1)));
      disk.awaitStalledForce();
      for (int i = 1; i <= 40; i++) {
        log.append(List.of(entry("a", 2 * i - 1), entry("a", 2 * i)));
      }
      assertThat(gauge("epochal.log.queue.appends")).isEqualTo(40);
      assertThat(gauge("epochal.log.queue.bytes"))
          .isEqualTo(log.statistics().queuedBytes())
          .isGreaterThan(40 * 2 * SAID.length);
      assertThat(registry.get("epochal.log.force").timer().count()).isZero();

      // when both are through
      disk.flow();
      awaitRecorded(2);

      // then there were two groups, of 1 and of 40
      LogStatistics sums = log.statistics();
      var force = registry.get("epochal.log.force").tag("directory", data.toString()).timer();
      assertThat(force.count()).isEqualTo(2);
      assertThat(force.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(sums.forceNanos()).isPositive();
      assertThat(force.max(TimeUnit.NANOSECONDS)).isEqualTo(sums.longestForceNanos());
      assertSummary("epochal.log.group.appends", 2, 41, 40);
      assertSummary("epochal.log.group.entries", 2, 81, 80);
      var bytes = registry.get("epochal.log.group.bytes").summary();
      assertThat(bytes.totalAmount()).isEqualTo(sums.bytes());
      assertThat(bytes.max()).isGreaterThan(sums.bytes() / 2.0);
      assertSummary("epochal.log.queue.depth", 2, 40, 40);
      assertThat(gauge("epochal.log.queue.appends")).isZero();
      assertThat(gauge("epochal.log.queue.bytes")).isZero();
    }
  }

  private void assertSummary(String name, long count, double total, double max) {
    var summary = registry.get(name).tag("directory", data.toString()).summary();
    assertThat(summary.count()).as(name).isEqualTo(count);
    assertThat(summary.totalAmount()).as(name).isEqualTo(total);
    assertThat(summary.max()).as(name).isEqualTo(max);
  }

  @Test
  void aFullDiskIsSeenAndWhatIsRefusedIsNotCounted() throws Exception {
    try (EventLog log = open();
        var metrics = bind(log)) {
      log.append(List.of(entry("a", 1)));
      awaitRecorded(1);
      assertThat(gauge("epochal.log.writable")).isEqualTo(1);
      disk.usableBytes = 0;
      var refused = log.append(List.of(entry("a", 2))).toCompletableFuture();
      assertThatThrownBy(refused::join).hasMessageContaining("The disk is full");
      assertThat(gauge("epochal.log.writable")).isZero();
      disk.usableBytes = Long.MAX_VALUE;
      log.append(List.of(entry("a", 2)));
      awaitRecorded(1);
      assertThat(gauge("epochal.log.writable")).isEqualTo(1);
      assertSummary("epochal.log.group.appends", 2, 2, 1);
    }
  }

  @Test
  void whatIsDistributedIsAHistogramAndEverythingIsDescribed() {
    Set<String> histograms = new TreeSet<>();
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public DistributionStatisticConfig configure(
                  Meter.Id id, DistributionStatisticConfig config) {
                if (Boolean.TRUE.equals(config.isPercentileHistogram())) {
                  histograms.add(id.getName());
                }
                return config;
              }
            });
    try (EventLog log = open();
        var metrics = bind(log)) {
      assertThat(histograms)
          .containsExactly(
              "epochal.log.force",
              "epochal.log.group.appends",
              "epochal.log.group.bytes",
              "epochal.log.group.entries",
              "epochal.log.queue.depth");
      assertThat(registry.getMeters())
          .hasSize(8)
          .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }
  }

  @Test
  void closedTheyAreGoneAndTheLogGoesOn() throws Exception {
    try (EventLog log = open()) {
      EventLogMetrics metrics = bind(log);
      log.append(List.of(entry("a", 1)));
      awaitRecorded(1);
      var appends = registry.get("epochal.log.group.appends").summary();
      metrics.close();
      assertThat(registry.getMeters()).isEmpty();
      log.append(List.of(entry("a", 2)));
      awaitRecorded(1);
      assertThat(appends.count()).isEqualTo(1);
    }
  }

  @Test
  void anApplicationBindsThemInOneLineAndTheyGoWithIt() {
    try (var application = new TestSystem(data)) {
      EventLogMetrics.of(application.system).bindTo(registry);
      application.extension().log().append(List.of(entry("a", 1))).toCompletableFuture().join();
      assertThat(registry.getMeters()).hasSize(8);
      application.close();
      assertThat(registry.getMeters()).isEmpty();
    }
  }
}
