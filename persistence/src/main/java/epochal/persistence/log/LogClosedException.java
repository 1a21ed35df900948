package epochal.persistence.log;

/** The log has been closed: code {@code LogClosed}. Nothing was written. */
public final class LogClosedException extends LogException {
  private static final long serialVersionUID = 1L;

  LogClosedException() {
    super("LogClosed", "The log is closed; nothing was written. Open it again to go on.", null);
  }
}
