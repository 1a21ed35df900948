package epochal.cluster.bench;

import epochal.persistence.log.LogMonitor;
import org.HdrHistogram.Histogram;

/** How long each fsync takes, as the log's writer tells it. */
final class FsyncTimes implements LogMonitor {
  private static final long LONGEST_MICROS = 60_000_000;

  // Guarded by this.
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);

  @Override
  public synchronized void committed(Commit commit) {
    micros.recordValue(Math.min(LONGEST_MICROS, commit.forceNanos() / 1_000));
  }

  synchronized TransferResult.Fsync result() {
    return new TransferResult.Fsync(
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }
}
