package epochal.persistence.log;

import java.nio.file.Path;

/** The log has a format that this program does not know: code {@code DataDirectoryVersion}. */
public final class DirectoryVersionException extends LogException {
  private static final long serialVersionUID = 1L;

  DirectoryVersionException(Path directory, long found, int known) {
    super(
        "DataDirectoryVersion",
        ("The data directory %s has log format version %d; this program reads and writes version"
                + " %d. Use the release that wrote it, or a newer one.")
            .formatted(directory, found, known),
        null);
  }
}
