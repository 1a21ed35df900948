package epochal.persistence.log;

import java.nio.file.Path;

/** The operating system could not read the log: code {@code LogReadFailed}. */
public final class LogReadException extends LogException {
  private static final long serialVersionUID = 1L;

  LogReadException(Path file, Throwable cause) {
    super(
        "LogReadFailed",
        "Reading %s failed (%s). Try again; if it goes on, check the disk.".formatted(file, cause),
        cause);
  }
}
