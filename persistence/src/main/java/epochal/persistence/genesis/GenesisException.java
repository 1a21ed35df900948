package epochal.persistence.genesis;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A genesis that cannot be used: a stable code for programs, and a sentence that says what is the
 * matter and what to do about it.
 */
public final class GenesisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String path;

  private GenesisException(
      String code, @Nullable String path, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.path = path;
  }

  static GenesisException invalid(String path, String sentence) {
    return new GenesisException(
        "InvalidGenesis", path, "The genesis is invalid at " + path + ": " + sentence, null);
  }

  static GenesisException unknown(String name) {
    return new GenesisException(
        "UnknownGenesis",
        null,
        "There is no genesis '%s': name one that is shipped (%s) or a file that exists."
            .formatted(name, String.join(", ", Genesis.SHIPPED)),
        null);
  }

  static GenesisException missing(Path directory) {
    return new GenesisException(
        "GenesisMissing",
        null,
        ("The data directory %s has no file %s. Put the uncompressed genesis of its network there,"
                + " or name another directory.")
            .formatted(directory, GenesisCopy.FILE_NAME),
        null);
  }

  static GenesisException mismatch(Path file, Object expected, Object found) {
    return new GenesisException(
        "GenesisMismatch",
        null,
        ("%s is not the genesis of network %s: its hash is %s. Put the uncompressed genesis of that"
                + " network there, byte for byte, or name another data directory.")
            .formatted(file, expected, found),
        null);
  }

  static GenesisException otherNetwork(Path directory, Object ours, Object found) {
    return new GenesisException(
        "DataDirectoryNetwork",
        null,
        ("The data directory %s belongs to network %s, and this genesis is of network %s. Name the"
                + " directory of this network, or the genesis of that one.")
            .formatted(directory, found, ours),
        null);
  }

  static GenesisException unreadable(Object file, Throwable cause) {
    return new GenesisException(
        "GenesisUnreadable",
        null,
        "The genesis %s cannot be read (%s). Name a file that is whole and that this user may read."
            .formatted(file, reason(cause)),
        cause);
  }

  static GenesisException unwritable(Path file, Throwable cause) {
    return new GenesisException(
        "GenesisUnwritable",
        null,
        ("%s cannot be written (%s). Name a directory that this user may write, on a disk with"
                + " room.")
            .formatted(file, reason(cause)),
        cause);
  }

  private static String reason(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
  }

  /** Never changes once published; for instance {@code InvalidGenesis}. */
  public String code() {
    return code;
  }

  /** Where in the document the fault is, such as {@code $.subnets[0].seats[3]}. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }
}
