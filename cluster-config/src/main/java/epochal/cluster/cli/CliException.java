package epochal.cluster.cli;

/** Something that a person can mend: a stable code, and a sentence that says how. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  CliException(String code, String sentence) {
    super(sentence);
    this.code = code;
  }

  String code() {
    return code;
  }
}
