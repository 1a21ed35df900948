package epochal.persistence.log;

import java.nio.file.Path;

/**
 * There is no room for the batch, or less would stay free than is to be kept: code {@code
 * DiskFull}. Nothing of it is in the log. The log goes on as soon as there is room: every append
 * tries again.
 */
public final class LogFullException extends LogException {
  private static final long serialVersionUID = 1L;

  LogFullException(Path file, Throwable cause) {
    super(
        "DiskFull",
        ("The disk is full: no room to write to %s. Nothing of this batch was written and all that"
                + " was acknowledged is safe. Free some space; then writing goes on.")
            .formatted(file),
        cause);
  }

  LogFullException(Path directory, long free, long kept, long needed) {
    super(
        "DiskFull",
        ("The disk is full: %s has %d bytes left, and %d are kept free, so that %d more are missing."
                + " Nothing of this batch was written and all that was acknowledged is safe. Free"
                + " some space; then writing goes on.")
            .formatted(directory, free, kept, kept + needed - free),
        null);
  }
}
