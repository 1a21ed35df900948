package epochal.persistence.log;

import org.jspecify.annotations.Nullable;

/**
 * The disk failed in a way after which nobody can say what it holds: code {@code LogFailed}. The
 * log has stopped for good. Whether a batch that was refused so is there after a restart is not
 * known before that restart.
 */
public final class LogFailedException extends LogException {
  private static final long serialVersionUID = 1L;

  LogFailedException(String what, @Nullable Throwable cause) {
    super(
        "LogFailed",
        ("The log has stopped: %s. Nothing that was acknowledged is affected; what was not"
                + " acknowledged may or may not be there. Check the disk and restart the node.")
            .formatted(what),
        cause);
  }
}
