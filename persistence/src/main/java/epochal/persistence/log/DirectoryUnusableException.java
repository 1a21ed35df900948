package epochal.persistence.log;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Not a directory, not there, or not readable at all: code {@code DataDirectoryUnusable}. */
public final class DirectoryUnusableException extends LogException {
  private static final long serialVersionUID = 1L;

  DirectoryUnusableException(Path path, String reason, @Nullable Throwable cause) {
    super(
        "DataDirectoryUnusable",
        "The data directory %s cannot be used: %s. Name another directory.".formatted(path, reason),
        cause);
  }
}
