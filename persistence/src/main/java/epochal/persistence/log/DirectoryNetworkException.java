package epochal.persistence.log;

import java.nio.file.Path;

/** The log is another network's: code {@code DataDirectoryNetwork}. */
public final class DirectoryNetworkException extends LogException {
  private static final long serialVersionUID = 1L;

  DirectoryNetworkException(Path directory, String expected, String found) {
    super(
        "DataDirectoryNetwork",
        ("The data directory %s belongs to network %s, and this node is configured for network %s."
                + " Name the directory of this network, or configure the node for that one.")
            .formatted(directory, found, expected),
        null);
  }
}
