package epochal.persistence.log;

/**
 * A batch does not continue its stream, so that somebody else has written to it or the writer is
 * mistaken: code {@code SequenceConflict}. Nothing of the batch was written.
 */
public final class SequenceConflictException extends LogException {
  private static final long serialVersionUID = 1L;

  private final String stream;
  private final long expected;
  private final long actual;

  SequenceConflictException(String stream, long expected, long actual) {
    super(
        "SequenceConflict",
        ("The next entry of %s has sequence number %d, and the batch brings %d. Nothing was"
                + " written; the writer of this stream must read it again before it goes on.")
            .formatted(stream, expected, actual),
        null);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }

  public String stream() {
    return stream;
  }

  public long expected() {
    return expected;
  }

  public long actual() {
    return actual;
  }
}
