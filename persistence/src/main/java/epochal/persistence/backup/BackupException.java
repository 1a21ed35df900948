package epochal.persistence.backup;

import epochal.persistence.log.DiskFull;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A backup or restore that is refused or fails: a stable code for programs, and a sentence that
 * says what to do. Nothing has been changed then: a backup that was there is there as it was, and
 * nothing is restored.
 */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  BackupException(String code, String sentence) {
    this(code, sentence, null);
  }

  private BackupException(String code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  /** Why a directory of a backup, or one that is to be restored, cannot be written or read. */
  static BackupException of(Path directory, Exception cause) {
    if (cause instanceof AccessDeniedException || cause instanceof ReadOnlyFileSystemException) {
      return new BackupException(
          "BackupPermission",
          "No permission to use %s: name a directory that this user may read and write."
              .formatted(directory),
          cause);
    }
    if (cause instanceof IOException e && DiskFull.isCause(e)) {
      return new BackupException(
          "DiskFull",
          ("The disk is full: no room for all that goes to %s. What was begun is removed again."
                  + " Free some space, or name a directory on another disk.")
              .formatted(directory),
          cause);
    }
    return new BackupException(
        "BackupUnusable",
        "%s cannot be used (%s): name another directory.".formatted(directory, reason(cause)),
        cause);
  }

  private static String reason(Exception cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }

  static BackupException noRoom(Path directory, long free, long needed) {
    return new BackupException(
        "DiskFull",
        ("The disk is full: %s has %,d bytes left, and %,d are needed. Free some space, or name a"
                + " directory on another disk.")
            .formatted(directory, free, needed));
  }

  /** Never changes once published; for instance {@code BackupDamaged}. */
  public String code() {
    return code;
  }
}
