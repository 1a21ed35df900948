package epochal.persistence.log;

import org.jspecify.annotations.Nullable;

/**
 * Whatever the log refuses or cannot do: a stable code for programs, and a sentence that says what
 * is the matter and what to do about it.
 */
public abstract sealed class LogException extends RuntimeException
    permits DirectoryInUseException,
        DirectoryNetworkException,
        DirectoryPermissionException,
        DirectoryUnusableException,
        DirectoryVersionException,
        EntryTooLargeException,
        LogBusyException,
        LogClosedException,
        LogDamagedException,
        LogFailedException,
        LogFullException,
        LogReadException,
        SequenceConflictException {
  private static final long serialVersionUID = 1L;

  private final String code;

  LogException(String code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  /** Never changes once published; for instance {@code DataDirectoryInUse}. */
  public final String code() {
    return code;
  }
}
