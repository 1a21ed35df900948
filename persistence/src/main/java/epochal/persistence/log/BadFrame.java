package epochal.persistence.log;

/** The bytes at an address are no frame, or not the one that belongs there. */
final class BadFrame extends Exception {
  private static final long serialVersionUID = 1L;

  private final LogFinding.Kind kind;

  BadFrame(LogFinding.Kind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
  }

  LogFinding.Kind kind() {
    return kind;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
