package epochal.actors.host;

import epochal.ledger.id.EntityId;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * On which lanes nothing was outstanding, in the order in which their senders said so, and so very
 * nearly by block. What was said of a lane is void once another number was taken on it.
 *
 * <p>It is kept for as long as a lane lives, and so by the thousand: side by side in three rings,
 * since to a garbage collector each message of its own would be one more to move.
 */
final class QuietLanes {
  private @Nullable EntityId[] senders = new @Nullable EntityId[4];
  private long[] numbers = new long[4];
  private long[] blocks = new long[4];
  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Who said it; counted from 0, the oldest. */
  EntityId sender(int index) {
    EntityId sender = senders[at(index)];
    if (sender == null) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return sender;
  }

  /** The last number that was taken on the lane then. */
  long number(int index) {
    return numbers[at(index)];
  }

  /** The sender's block then. */
  long block(int index) {
    return blocks[at(index)];
  }

  private int at(int index) {
    return first + index & senders.length - 1;
  }

  void add(EntityId sender, long number, long block) {
    if (size == senders.length) {
      grow();
    }
    put(size++, sender, number, block);
  }

  private void put(int index, @Nullable EntityId sender, long number, long block) {
    int at = at(index);
    senders[at] = sender;
    numbers[at] = number;
    blocks[at] = block;
  }

  /** Twice as many, beginning at 0. */
  private void grow() {
    int split = senders.length - first;
    @Nullable EntityId[] others = Arrays.copyOfRange(senders, first, first + 2 * size);
    long[] otherNumbers = Arrays.copyOfRange(numbers, first, first + 2 * size);
    long[] otherBlocks = Arrays.copyOfRange(blocks, first, first + 2 * size);
    System.arraycopy(senders, 0, others, split, first);
    System.arraycopy(numbers, 0, otherNumbers, split, first);
    System.arraycopy(blocks, 0, otherBlocks, split, first);
    senders = others;
    numbers = otherNumbers;
    blocks = otherBlocks;
    first = 0;
  }

  void removeFirst() {
    senders[at(0)] = null;
    first = at(1);
    size--;
  }

  /** Without those for whose place this holds. */
  void removeIf(IntPredicate isVoid) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!isVoid.test(i)) {
        put(kept++, sender(i), number(i), block(i));
      }
    }
    for (int i = kept; i < size; i++) {
      senders[at(i)] = null;
    }
    size = kept;
  }
}
