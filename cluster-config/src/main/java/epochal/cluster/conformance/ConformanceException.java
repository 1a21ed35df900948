package epochal.cluster.conformance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of reference vectors that cannot be read or understood, with the place. */
public final class ConformanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;

  ConformanceException(Path file, long line, String problem, @Nullable Throwable cause) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem, cause);
    this.file = file.toString();
    this.line = line;
  }

  public String file() {
    return file;
  }

  /** The line, 1 for the first; 0 if the file could not be opened at all. */
  public long line() {
    return line;
  }
}
