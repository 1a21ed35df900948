package epochal.persistence.log;

import java.time.Duration;

/**
 * How a log is kept.
 *
 * @param networkId 64 lower-case hex digits; a directory belongs to one network for ever
 * @param segmentBytes a segment that has reached this size is followed by a new one
 * @param maxBatchBytes the largest frame body
 * @param maxGroupBytes after this much the writer syncs, although more may be waiting
 * @param maxQueuedAppends how many appends may wait before the log is busy
 * @param maxQueuedBytes how much they may hold, in bytes
 * @param minFreeBytes a write that would leave less than this free on the disk is refused, so that
 *     there is room to act in; 0 writes until the disk is full
 * @param verification when the segments that the index covers are read and verified
 * @param index the limits of the index
 * @param files how segment files are opened; the place to put faults in
 */
public record LogSettings(
    String networkId,
    long segmentBytes,
    int maxBatchBytes,
    int maxGroupBytes,
    int maxQueuedAppends,
    long maxQueuedBytes,
    long minFreeBytes,
    LogVerification verification,
    IndexSettings index,
    SegmentFiles files) {

  private static final int MIB = 1 << 20;

  public LogSettings {
    FormatFile.requireNetworkId(networkId);
    requirePositive(segmentBytes, "segmentBytes");
    requirePositive(maxBatchBytes, "maxBatchBytes");
    requirePositive(maxGroupBytes, "maxGroupBytes");
    requirePositive(maxQueuedAppends, "maxQueuedAppends");
    requirePositive(maxQueuedBytes, "maxQueuedBytes");
    if (minFreeBytes < 0) {
      throw new IllegalArgumentException("minFreeBytes must not be negative: " + minFreeBytes);
    }
    if (segmentBytes > 1L << 30) {
      throw new IllegalArgumentException("a segment may have 1 GiB");
    }
    // A frame says in 32 bits how far it is from the beginning of its group.
    if ((long) maxGroupBytes + maxBatchBytes > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a group and a batch must be below 1 GiB together");
    }
  }

  /**
   * 16 MiB segments, 16 MiB batches, 8 MiB groups, a queue of 65,536 appends or 64 MiB, nothing
   * kept free, and verification in the background with 32 MiB a second.
   */
  public static LogSettings of(String networkId) {
    return new LogSettings(
        networkId,
        16L * MIB,
        16 * MIB,
        8 * MIB,
        65_536,
        64L * MIB,
        0,
        new LogVerification.InBackground(Duration.ZERO, 32L * MIB),
        IndexSettings.standard(),
        SegmentFiles.operatingSystem());
  }

  public LogSettings withSegmentBytes(long bytes) {
    return new LogSettings(
        networkId,
        bytes,
        maxBatchBytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        minFreeBytes,
        verification,
        index,
        files);
  }

  public LogSettings withBatchBytes(int bytes) {
    return new LogSettings(
        networkId,
        segmentBytes,
        bytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        minFreeBytes,
        verification,
        index,
        files);
  }

  public LogSettings withQueue(int appends, long bytes) {
    return new LogSettings(
        networkId,
        segmentBytes,
        maxBatchBytes,
        maxGroupBytes,
        appends,
        bytes,
        minFreeBytes,
        verification,
        index,
        files);
  }

  public LogSettings withMinFreeBytes(long bytes) {
    return new LogSettings(
        networkId,
        segmentBytes,
        maxBatchBytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        bytes,
        verification,
        index,
        files);
  }

  public LogSettings withVerification(LogVerification when) {
    return new LogSettings(
        networkId,
        segmentBytes,
        maxBatchBytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        minFreeBytes,
        when,
        index,
        files);
  }

  public LogSettings withIndex(IndexSettings limits) {
    return new LogSettings(
        networkId,
        segmentBytes,
        maxBatchBytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        minFreeBytes,
        verification,
        limits,
        files);
  }

  public LogSettings withFiles(SegmentFiles other) {
    return new LogSettings(
        networkId,
        segmentBytes,
        maxBatchBytes,
        maxGroupBytes,
        maxQueuedAppends,
        maxQueuedBytes,
        minFreeBytes,
        verification,
        index,
        other);
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
