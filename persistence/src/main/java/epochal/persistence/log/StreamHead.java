package epochal.persistence.log;

import java.util.Arrays;

/**
 * What the index knows of one stream: where it ends, and the frame of every {@value #STRIDE}th
 * entry. All other frames are found from there along the links, at most {@value #STRIDE} steps, so
 * that the memory does not grow with the entries to speak of.
 */
final class StreamHead {
  static final int STRIDE = 64;

  private static final long[] NONE = {};

  /** Touched by the writer alone, and ahead of the durable end while a group is being written. */
  long writtenSequence;

  long writtenAddress;

  /** The segment in which the stream has a number, and that; -1 before there is one. */
  long numberedIn = -1;

  int number;

  // Guarded by this.
  private long sequence;
  private long address;
  private boolean attention;
  private long[] marks = NONE;

  /**
   * Where a run of entries ends.
   *
   * @param sequence of the last entry to take
   * @param address of its frame
   */
  record Run(long sequence, long address) {}

  synchronized long durableSequence() {
    return sequence;
  }

  synchronized boolean needsAttention() {
    return attention;
  }

  synchronized void publish(long newSequence, long newAddress, boolean newAttention) {
    sequence = newSequence;
    address = newAddress;
    attention = newAttention;
    if (newSequence % STRIDE == 0) {
      int mark = (int) (newSequence / STRIDE) - 1;
      if (mark == marks.length) {
        marks = Arrays.copyOf(marks, Math.max(4, mark + (mark >> 1)));
      }
      marks[mark] = newAddress;
    }
  }

  void forgetUnwritten() {
    synchronized (this) {
      writtenSequence = sequence;
      writtenAddress = address;
    }
  }

  /** The run that holds an entry: to the next marked entry or to the end of the stream. */
  synchronized Run runOf(long wanted) {
    long mark = (wanted - 1) / STRIDE;
    long marked = (mark + 1) * STRIDE;
    return marked <= sequence ? new Run(marked, marks[(int) mark]) : new Run(sequence, address);
  }
}
