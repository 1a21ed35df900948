package epochal.persistence.log;

import java.nio.file.Path;

/** This process may not read or write the directory: code {@code DataDirectoryPermission}. */
public final class DirectoryPermissionException extends LogException {
  private static final long serialVersionUID = 1L;

  DirectoryPermissionException(Path path, Throwable cause) {
    super(
        "DataDirectoryPermission",
        ("No permission to use %s. The user that runs this process must own the data directory and"
                + " everything in it, on a file system that is mounted for writing.")
            .formatted(path),
        cause);
  }
}
