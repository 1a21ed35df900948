package epochal.persistence.log;

/** A batch that would not fit a frame: code {@code EntryTooLarge}. Nothing was written. */
public final class EntryTooLargeException extends LogException {
  private static final long serialVersionUID = 1L;

  EntryTooLargeException(String stream, long bytes, int limit) {
    super(
        "EntryTooLarge",
        ("The batch that begins with an entry of %s has %d bytes; a batch may have %d."
                + " Persist less at once.")
            .formatted(stream, bytes, limit),
        null);
  }
}
