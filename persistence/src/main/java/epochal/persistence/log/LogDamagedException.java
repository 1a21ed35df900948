package epochal.persistence.log;

/**
 * The directory does not hold what was written to it: code {@code DataDirectoryDamaged}. The {@link
 * #finding} says where and how.
 */
public final class LogDamagedException extends LogException {
  private static final long serialVersionUID = 1L;

  private final transient LogFinding finding;

  LogDamagedException(LogFinding finding) {
    super(
        "DataDirectoryDamaged",
        ("The log is damaged at byte %d of %s: %s. Nothing was changed. Restore the directory from"
                + " a backup, or audit it to see what is still whole.")
            .formatted(finding.position(), finding.file(), finding.sentence()),
        null);
    this.finding = finding;
  }

  public LogFinding finding() {
    return finding;
  }
}
