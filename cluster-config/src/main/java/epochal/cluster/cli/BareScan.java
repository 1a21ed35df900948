package epochal.cluster.cli;

import epochal.persistence.log.LogScan;
import java.nio.file.Path;

/**
 * A log read to its end, or to its first damage, and its checksums verified, with nothing decoded,
 * hashed or applied: what an audit of the same bytes is to be compared with.
 *
 * @param entries of all streams, the cluster's own among them
 * @param bytes of whole batches
 * @param nanos how long it took
 */
record BareScan(long entries, long bytes, long nanos) {

  /** Reads the log in a directory, which no node may be running on. */
  static BareScan of(Path directory) {
    long began = System.nanoTime();
    try (LogScan scan = LogScan.scan(directory)) {
      long entries = 0;
      while (scan.next() != null) {
        entries++;
      }
      return new BareScan(entries, scan.bytes(), System.nanoTime() - began);
    }
  }

  long entriesPerSecond() {
    return perSecond(entries);
  }

  long bytesPerSecond() {
    return perSecond(bytes);
  }

  private long perSecond(long count) {
    return Math.round(count * 1e9 / Math.max(1, nanos));
  }
}
