package epochal.cluster.conformance;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts the checks of one kind. */
final class Tally {
  private final Summary.Kind kind;
  private final SortedSet<String> skippedOperations = new TreeSet<>();
  private long cases;
  private long checks;
  private long skipped;
  private long mismatches;
  private Summary.@Nullable Mismatch first;

  Tally(Summary.Kind kind) {
    this.kind = kind;
  }

  void beginCase() {
    cases++;
  }

  /** Counts one comparison. */
  void checked(Optional<Summary.Mismatch> difference) {
    checks++;
    if (difference.isPresent()) {
      mismatches++;
      if (first == null) {
        first = difference.get();
      }
    }
  }

  void skipped(String operation) {
    skipped++;
    skippedOperations.add(operation);
  }

  Summary summary() {
    return new Summary(
        kind,
        cases,
        checks,
        skipped,
        Collections.unmodifiableSortedSet(skippedOperations),
        mismatches,
        Optional.ofNullable(first));
  }
}
