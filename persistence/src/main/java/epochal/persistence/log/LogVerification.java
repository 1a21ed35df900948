package epochal.persistence.log;

import java.time.Duration;

/** When the bytes of segments that the index covers are read and verified. */
public sealed interface LogVerification {

  /** Before opening, which takes the longer the longer the log is. */
  record AtOpen() implements LogVerification {}

  /**
   * Once after opening, by a thread that takes its time; damage stops the log.
   *
   * @param after how long after, so that a start has the processors and the disk for itself
   * @param bytesPerSecond how fast at most
   */
  record InBackground(Duration after, long bytesPerSecond) implements LogVerification {
    public InBackground {
      if (after.isNegative()) {
        throw new IllegalArgumentException("after must not be negative: " + after);
      }
      if (bytesPerSecond <= 0) {
        throw new IllegalArgumentException(
            "bytesPerSecond must be positive, not " + bytesPerSecond);
      }
    }
  }
}
