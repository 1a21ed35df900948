package epochal.persistence.log;

import java.nio.file.Path;

/** Another log, in this process or another, has the directory: code {@code DataDirectoryInUse}. */
public final class DirectoryInUseException extends LogException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path directory, String holder) {
    super(
        "DataDirectoryInUse",
        "The data directory %s is in use by %s. Stop that process first, or name another directory."
            .formatted(directory, holder),
        null);
  }
}
