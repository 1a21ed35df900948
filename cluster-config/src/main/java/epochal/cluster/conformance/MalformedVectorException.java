package epochal.cluster.conformance;

/** A line that is not a vector; {@link Conformance} adds the file and the line. */
final class MalformedVectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedVectorException(String problem) {
    super(problem);
  }

  MalformedVectorException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
