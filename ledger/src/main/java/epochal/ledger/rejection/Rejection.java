package epochal.ledger.rejection;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a command was not obeyed: a stable code, a sentence for a person, and the numbers that
 * mattered.
 *
 * @param code the specification's error name
 * @param sentence says what was wrong and what would help
 * @param numbers by name, amounts in rao and heights in blocks
 */
public record Rejection(RejectionCode code, String sentence, SortedMap<String, Long> numbers) {

  public Rejection {
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
  }

  public static Rejection of(RejectionCode code, String sentence) {
    return new Rejection(code, sentence, Collections.emptySortedMap());
  }

  /** This rejection with one more number. */
  public Rejection with(String name, long number) {
    var more = new TreeMap<>(numbers);
    more.put(name, number);
    return new Rejection(code, sentence, more);
  }

  @Override
  public String toString() {
    return code + ": " + sentence + (numbers.isEmpty() ? "" : " " + numbers);
  }
}
