package epochal.persistence.log;

/**
 * What opening a log did with the saved index.
 *
 * @param entries that were found through it and not read
 * @param reason in words, for the operator
 */
public record IndexUse(Kind kind, long entries, String reason) {

  /** What was done. */
  public enum Kind {
    /** The log has one segment, which is read whole. */
    NOT_NEEDED,
    /** Only what came after the last indexed segment was read. */
    USED,
    /** The whole log was read, and the index was made from it. */
    REBUILT
  }

  static IndexUse notNeeded() {
    return new IndexUse(Kind.NOT_NEEDED, 0, "the log has one segment");
  }

  static IndexUse used(IndexMark mark) {
    return new IndexUse(
        Kind.USED,
        mark.end().offset(),
        "it covers the first %d entries".formatted(mark.end().offset()));
  }

  static IndexUse rebuilt(String reason) {
    return new IndexUse(Kind.REBUILT, 0, reason);
  }
}
