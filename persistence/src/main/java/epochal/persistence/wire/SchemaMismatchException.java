package epochal.persistence.wire;

/** A Java record and its protobuf message say different things: a bug in one of them. */
public final class SchemaMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemaMismatchException(String message) {
    super(message);
  }
}
