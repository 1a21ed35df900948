package epochal.persistence.log;

/** The queue of appends is full: code {@code LogBusy}. Nothing was written; try again later. */
public final class LogBusyException extends LogException {
  private static final long serialVersionUID = 1L;

  LogBusyException(int appends, long bytes) {
    super(
        "LogBusy",
        ("The log is busy: %d appends with %d bytes are waiting for the disk. Nothing was written;"
                + " try again in a moment.")
            .formatted(appends, bytes),
        null);
  }
}
