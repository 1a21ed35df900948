package epochal.persistence.audit;

import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first place at which two values that ought to be equal differ.
 *
 * @param path from the values to the place, such as {@code event.shares[3].amount}
 */
record FirstDifference(String path, String expected, String found) {
  private static final int SHOWN = 200;

  /**
   * Looks into records and lists of the same shape, but not into what has an order and so is one
   * thing, like an amount or an id; null if the values are equal.
   *
   * @param path of the values themselves
   */
  static @Nullable FirstDifference between(
      String path, @Nullable Object expected, @Nullable Object found) {
    if (Objects.equals(expected, found)) {
      return null;
    }
    FirstDifference inside = null;
    if (expected instanceof IntVector(int[] ours) && found instanceof IntVector(int[] theirs)) {
      inside = inLists(path, boxed(ours), boxed(theirs));
    } else if (expected instanceof LongVector(long[] ours)
        && found instanceof LongVector(long[] theirs)) {
      inside = inLists(path, boxed(ours), boxed(theirs));
    } else if (expected instanceof List<?> ours && found instanceof List<?> theirs) {
      inside = inLists(path, ours, theirs);
    } else if (expected instanceof Record ours
        && found instanceof Record theirs
        && ours.getClass() == theirs.getClass()
        && !(ours instanceof Comparable)) {
      inside = inRecords(path, ours, theirs);
    }
    return inside == null ? new FirstDifference(path, shown(expected), shown(found)) : inside;
  }

  private static @Nullable FirstDifference inLists(String path, List<?> expected, List<?> found) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      FirstDifference inside = between(path + "[" + i + "]", expected.get(i), found.get(i));
      if (inside != null) {
        return inside;
      }
    }
    return between(path + ".size", expected.size(), found.size());
  }

  private static @Nullable FirstDifference inRecords(String path, Record expected, Record found) {
    for (RecordComponent component : expected.getClass().getRecordComponents()) {
      FirstDifference inside =
          between(
              path + "." + component.getName(),
              valueOf(component, expected),
              valueOf(component, found));
      if (inside != null) {
        return inside;
      }
    }
    return null;
  }

  private static @Nullable Object valueOf(RecordComponent component, Record record) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The value as text, cut where it would fill a page. */
  static String shown(@Nullable Object value) {
    String text = Objects.toString(value, "none");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
