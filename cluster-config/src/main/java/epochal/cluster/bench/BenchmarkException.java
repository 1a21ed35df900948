package epochal.cluster.bench;

/** A benchmark that could not be run to its end; the message says why. */
public final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
