package epochal.persistence.kryo;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what this version of the program wrote: damaged, cut short, or written when
 * some type in them had another shape. Nothing of them was used; a snapshot is made again from the
 * log.
 */
public final class UnreadableSnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableSnapshotException(String message) {
    super(message);
  }

  UnreadableSnapshotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
