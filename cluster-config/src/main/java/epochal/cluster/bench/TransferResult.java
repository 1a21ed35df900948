package epochal.cluster.bench;

import epochal.persistence.log.LogStatistics;
import java.util.SortedMap;

/**
 * What a measurement came to. All counts but the last four are of the window alone, which is what
 * lies between the warm-up and the end.
 *
 * @param nanos how long the window was
 * @param cpuNanos processor time of this whole process, client and compiler included
 * @param offered transfers that were sent
 * @param arrived transfers that were durable at their receivers
 * @param latency of those that were to start in the window
 * @param log what the log did
 * @param refusals of all that were sent, by code
 * @param underWay of all that were sent, those of which nothing was heard in the end
 * @param conservation what the log proves
 */
public record TransferResult(
    long nanos,
    long cpuNanos,
    long offered,
    long arrived,
    Latency latency,
    Written log,
    SortedMap<String, Long> refusals,
    long underWay,
    ConservationCheck.Verdict conservation) {

  /** In milliseconds, from when a transfer was to start until it was durable at its receiver. */
  public record Latency(double p50, double p99, double p999, double max) {}

  /**
   * What the log wrote.
   *
   * @param forceNanos spent in fsync
   * @param forces how long each fsync took
   */
  public record Written(long entries, long fsyncs, long bytes, long forceNanos, Fsync forces) {
    static Written between(LogStatistics before, LogStatistics after, Fsync forces) {
      return new Written(
          after.entries() - before.entries(),
          after.groups() - before.groups(),
          after.bytes() - before.bytes(),
          after.forceNanos() - before.forceNanos(),
          forces);
    }
  }

  /** In milliseconds. */
  public record Fsync(double p50, double p99, double max) {}

  public double transfersPerSecond() {
    return perSecond(arrived);
  }

  public double offeredPerSecond() {
    return perSecond(offered);
  }

  public double eventsPerSecond() {
    return perSecond(log.entries());
  }

  public double eventsPerFsync() {
    return log.fsyncs() == 0 ? 0 : (double) log.entries() / log.fsyncs();
  }

  public double fsyncMillis() {
    return log.fsyncs() == 0 ? 0 : log.forceNanos() / 1e6 / log.fsyncs();
  }

  public double cpuMicrosPerTransfer() {
    return arrived == 0 ? 0 : cpuNanos / 1e3 / arrived;
  }

  public double bytesPerTransfer() {
    return arrived == 0 ? 0 : (double) log.bytes() / arrived;
  }

  public boolean conserved() {
    return conservation.holds() && underWay == 0;
  }

  private double perSecond(long count) {
    return count * 1e9 / nanos;
  }
}
