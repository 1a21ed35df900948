package epochal.cluster.conformance;

import java.util.Optional;
import java.util.SortedSet;

/**
 * What checking one kind of vectors in a file came to.
 *
 * @param kind what was checked
 * @param cases the lines of this kind
 * @param checks the comparisons made: epochs, or one per case
 * @param skipped cases that use an operation which the engine does not have
 * @param skippedOperations the names of those operations
 * @param mismatches the checks that did not conform
 * @param firstMismatch the first difference of the first of them
 */
public record Summary(
    Kind kind,
    long cases,
    long checks,
    long skipped,
    SortedSet<String> skippedOperations,
    long mismatches,
    Optional<Mismatch> firstMismatch) {

  /** What a vector is about. */
  public enum Kind {
    EPOCH("epoch"),
    ROOT_EPOCH("root_epoch"),
    BLOCK_EMISSION("block_emission"),
    FIXED("fixed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * One difference.
   *
   * @param caseId the vector's id, or its line in the file as {@code line 7} where vectors have
   *     none
   * @param epoch the index of the epoch within the case, 0 first
   * @param field the output field, as {@code raw.stake}
   * @param index the uid, or the position within a list; -1 if the field is one value or of the
   *     wrong length
   * @param expected what the vector says
   * @param got what the engine computes
   */
  public record Mismatch(
      String caseId, int epoch, String field, int index, String expected, String got) {

    @Override
    public String toString() {
      return "case %s, epoch %d, %s%s: expected %s, got %s"
          .formatted(caseId, epoch, field, index < 0 ? "" : "[" + index + "]", expected, got);
    }
  }

  /** Whether every check conformed. */
  public boolean conforms() {
    return mismatches == 0;
  }

  /** One line for a person, as {@code epoch: 145 cases, 600 epochs, 0 mismatches}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(kind.label()).append(": ").append(cases).append(" cases");
    if (kind == Kind.EPOCH) {
      text.append(", ").append(checks).append(" epochs");
    }
    if (skipped > 0) {
      text.append(", ").append(checks).append(" checked, ").append(skipped).append(" skipped (");
      text.append(String.join(", ", skippedOperations)).append(')');
    }
    text.append(", ").append(mismatches).append(" mismatches");
    firstMismatch.ifPresent(first -> text.append("; first: ").append(first));
    return text.toString();
  }
}
