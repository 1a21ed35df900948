package epochal.actors.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The numbers of messages that are known to have arrived, and of which the log does not say so yet;
 * with each, whether its receiver asks to be told when the lane is settled. There are as many as
 * arrive between two records, so mostly one or two, and they lie in one place and in order.
 */
final class ArrivedNumbers {
  /** Twice each number, and one more where the receiver asks. */
  private long[] sorted = new long[4];

  private int size;

  /** Whether it was not there. */
  boolean add(long number) {
    int index = index(number);
    if (index >= 0) {
      return false;
    }
    int at = ~index;
    if (size == sorted.length) {
      sorted = Arrays.copyOf(sorted, 2 * size);
    }
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = number << 1;
    size++;
    return true;
  }

  boolean contains(long number) {
    return index(number) >= 0;
  }

  /** Notes that the receiver asks; false if the number is not there. */
  boolean ask(long number) {
    int index = index(number);
    if (index < 0) {
      return false;
    }
    sorted[index] |= 1;
    return true;
  }

  /** Whether the receiver asks. */
  boolean asks(long number) {
    int index = index(number);
    return index >= 0 && (sorted[index] & 1) != 0;
  }

  /** Where it is, or the complement of where it would be. */
  private int index(long number) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >>> 1 < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < size && sorted[low] >>> 1 == number ? low : ~low;
  }

  /** Without any of these, which ascend. */
  void removeAll(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    int kept = 0;
    int next = 0;
    for (int i = 0; i < size; i++) {
      long number = sorted[i] >>> 1;
      while (next < numbers.size() && numbers.get(next) < number) {
        next++;
      }
      if (next == numbers.size() || numbers.get(next) != number) {
        sorted[kept++] = sorted[i];
      }
    }
    size = kept;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** A copy, ascending. */
  List<Long> toList() {
    if (size == 1) {
      return List.of(sorted[0] >>> 1);
    }
    var list = new ArrayList<Long>(size);
    for (int i = 0; i < size; i++) {
      list.add(sorted[i] >>> 1);
    }
    return Collections.unmodifiableList(list);
  }
}
