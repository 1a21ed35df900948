package epochal.persistence.log;

/**
 * Counters since the log was opened, for metrics.
 *
 * @param batches appends made durable
 * @param groups fsyncs that made them so
 * @param bytes written to segments
 * @param forceNanos time spent in fsync
 * @param longestForceNanos the slowest fsync
 * @param queuedAppends waiting at this moment
 * @param queuedBytes waiting at this moment
 */
public record LogStatistics(
    long batches,
    long entries,
    long groups,
    long bytes,
    long forceNanos,
    long longestForceNanos,
    int queuedAppends,
    long queuedBytes) {

  LogStatistics queued(int appends, long bytesNow) {
    return new LogStatistics(
        batches, entries, groups, bytes, forceNanos, longestForceNanos, appends, bytesNow);
  }
}
