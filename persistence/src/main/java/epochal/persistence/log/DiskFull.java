package epochal.persistence.log;

import java.io.IOException;
import java.util.List;

/**
 * Tells a full disk, after which the log can go on, from a broken one. Java gives only the text of
 * the operating system's error: ENOSPC, EDQUOT or EFBIG.
 */
public final class DiskFull {
  private static final List<String> TEXTS =
      List.of("No space left on device", "Disk quota exceeded", "File too large");

  private DiskFull() {}

  public static boolean isCause(IOException failure) {
    String message = failure.getMessage();
    return message != null && TEXTS.stream().anyMatch(message::contains);
  }
}
