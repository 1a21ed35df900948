package epochal.cluster.conformance;

import epochal.subnets.yuma.FixedMatrix;
import epochal.subnets.yuma.Int128;
import epochal.subnets.yuma.SparseRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Compares the output fields of one check and keeps the first difference. */
final class Comparison {
  private static final int EXCERPT = 80;

  private final String caseId;
  private final int epoch;
  private final Fields expected;
  private final String prefix;
  private Summary.@Nullable Mismatch first;

  Comparison(String caseId, int epoch, Fields expected) {
    this(caseId, epoch, expected, "");
  }

  private Comparison(String caseId, int epoch, Fields expected, String prefix) {
    this.caseId = caseId;
    this.epoch = epoch;
    this.expected = expected;
    this.prefix = prefix;
  }

  /** A comparison of the fields of the inner object {@code name}. */
  Comparison within(String name) {
    return new Comparison(caseId, epoch, expected.object(name), prefix + name + ".");
  }

  Optional<Summary.Mismatch> difference() {
    return Optional.ofNullable(first);
  }

  Comparison longs(String name, long[] got) {
    return list(name, strings(expected.integers(name)), strings(got));
  }

  Comparison ints(String name, int[] got) {
    return list(name, strings(expected.smallIntegers(name)), strings(got));
  }

  Comparison bits(String name, boolean[] got) {
    return list(name, strings(expected.bits(name)), strings(got));
  }

  Comparison wides(String name, List<Int128> got) {
    return list(
        name,
        expected.wides(name).stream().map(Int128::toString).toList(),
        got.stream().map(Int128::toString).toList());
  }

  Comparison rows(String name, List<SparseRow> got) {
    return list(
        name,
        expected.rows(name).stream().map(SparseRow::toString).toList(),
        got.stream().map(SparseRow::toString).toList());
  }

  Comparison matrix(String name, FixedMatrix got) {
    return list(
        name,
        expected.matrix(name).rows().stream().map(Object::toString).toList(),
        got.rows().stream().map(Object::toString).toList());
  }

  Comparison value(String name, String want, String got) {
    if (!want.equals(got)) {
      note(name, -1, want, got);
    }
    return this;
  }

  private Comparison list(String name, List<String> want, List<String> got) {
    if (want.size() != got.size()) {
      note(name, -1, want.size() + " entries", got.size() + " entries");
      return this;
    }
    for (int i = 0; i < want.size(); i++) {
      if (!want.get(i).equals(got.get(i))) {
        note(name, i, want.get(i), got.get(i));
        return this;
      }
    }
    return this;
  }

  private void note(String name, int index, String want, String got) {
    if (first == null) {
      int at = commonStart(want, got);
      first =
          new Summary.Mismatch(
              caseId, epoch, prefix + name, index, excerpt(want, at), excerpt(got, at));
    }
  }

  private static int commonStart(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  /** A long row, cut down to the surroundings of its first difference. */
  private static String excerpt(String text, int at) {
    if (text.length() <= EXCERPT) {
      return text;
    }
    int start = Math.max(0, at - EXCERPT / 2);
    int end = Math.min(text.length(), start + EXCERPT);
    return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
  }

  private static List<String> strings(long[] numbers) {
    return strings(numbers.length, i -> Long.toString(numbers[i]));
  }

  private static List<String> strings(int[] numbers) {
    return strings(numbers.length, i -> Integer.toString(numbers[i]));
  }

  private static List<String> strings(boolean[] bits) {
    return strings(bits.length, i -> bits[i] ? "1" : "0");
  }

  private static List<String> strings(int size, IntFunction<String> element) {
    String[] texts = new String[size];
    Arrays.setAll(texts, element);
    return List.of(texts);
  }
}
