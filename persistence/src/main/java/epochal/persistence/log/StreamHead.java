package epochal.persistence.log;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one stream: where it ends, and the frame of every {@value #STRIDE}th
 * entry, as far as these are not in the saved index. All other frames are found from there along
 * the links, at most {@value #STRIDE} steps.
 *
 * <p>A head is pinned while an append is under way that names its stream, and only an append
 * changes it. {@link StreamIndex} says when it may be forgotten.
 */
final class StreamHead {
  static final int STRIDE = 64;

  private static final long[] NONE = {};

  final StreamName name;

  /** Touched by the writer alone, and ahead of the durable end while a group is being written. */
  long writtenSequence;

  long writtenAddress;

  /** The segment in which the stream has a number, and that; -1 before there is one. */
  long numberedIn = -1;

  int number;

  /** The last segment that an entry was published in; the writer's too. */
  long publishedIn = -1;

  /** Whether somebody asked for the stream since the cache last looked at it. */
  volatile boolean used;

  // Guarded by this.
  private long sequence;
  private long address;
  private boolean attention;
  private boolean sealedAttention;
  private long firstMark = 1;
  private int markCount;
  private long[] marks = NONE;
  private int pins;
  private boolean cached;
  private boolean forgotten;

  /**
   * Where a run of entries ends.
   *
   * @param sequence of the last entry to take
   * @param address of its frame
   */
  record Run(long sequence, long address) {}

  /** A stream as the saved index has it. */
  record Saved(long sequence, long address, boolean attention) {}

  /** What became of a head that the cache has no room for. */
  enum Eviction {
    /** It is out of use for good. */
    FORGOTTEN,
    /** An append has it. */
    PINNED,
    /** It has entries that are not in the saved index, and is none of the cache's any more. */
    RECENT
  }

  /** Of a stream without entries. */
  StreamHead(StreamName name) {
    this.name = name;
  }

  StreamHead(StreamName name, Saved saved) {
    this.name = name;
    sequence = saved.sequence;
    address = saved.address;
    attention = saved.attention;
    sealedAttention = saved.attention;
    writtenSequence = sequence;
    writtenAddress = address;
    firstMark = sequence / STRIDE + 1;
  }

  /** Writes only what changes: the memory is shared with the writer's thread. */
  void use() {
    if (!used) {
      used = true;
    }
  }

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
      if (markCount == marks.length) {
        marks = Arrays.copyOf(marks, Math.max(2, markCount + (markCount >> 1)));
      }
      marks[markCount++] = newAddress;
    }
  }

  void forgetUnwritten() {
    synchronized (this) {
      writtenSequence = sequence;
      writtenAddress = address;
    }
  }

  /**
   * The run that holds an entry: to the next marked entry or to the end of the stream. Null when
   * the marked entry is in the saved index.
   */
  synchronized @Nullable Run runOf(long wanted) {
    long mark = markAfter(wanted);
    if (mark * STRIDE > sequence) {
      return new Run(sequence, address);
    }
    return mark < firstMark ? null : new Run(mark * STRIDE, marks[(int) (mark - firstMark)]);
  }

  /** Number of the first marked entry at or after an entry. */
  static long markAfter(long wanted) {
    return (wanted - 1) / STRIDE + 1;
  }

  /** The stream at the end of a segment that is finished now, and begins at an address. */
  synchronized SealedSegment.Ended seal(long segment) {
    int from = markCount;
    while (from > 0 && marks[from - 1] >= segment) {
      from--;
    }
    boolean before = sealedAttention;
    sealedAttention = attention;
    return new SealedSegment.Ended(
        this,
        sequence,
        address,
        attention,
        before,
        firstMark + from,
        Arrays.copyOfRange(marks, from, markCount));
  }

  /** Leaves to the saved index what lies before an address. */
  synchronized void trim(long savedEnd) {
    int count = 0;
    while (count < markCount && marks[count] < savedEnd) {
      count++;
    }
    marks = count == markCount ? NONE : Arrays.copyOfRange(marks, count, markCount);
    markCount -= count;
    firstMark += count;
  }

  /** False when it was forgotten meanwhile, and another must be got. */
  synchronized boolean pin() {
    if (forgotten) {
      return false;
    }
    pins++;
    return true;
  }

  /** True when it is out of use for good, since nothing was written of its stream in the end. */
  synchronized boolean unpin() {
    pins--;
    forgotten |= pins == 0 && sequence == 0;
    return forgotten;
  }

  synchronized boolean isForgotten() {
    return forgotten;
  }

  /** Whether the cache has it from now on: when it can be got from the saved index again. */
  synchronized boolean enterCache(long savedEnd) {
    if (cached || forgotten || sequence == 0 || address >= savedEnd) {
      return false;
    }
    cached = true;
    return true;
  }

  /**
   * @param savedEnd asked for within the monitor: who moves it looks at the head after that
   */
  synchronized Eviction evict(LongSupplier savedEnd) {
    if (address >= savedEnd.getAsLong()) {
      cached = false;
      return Eviction.RECENT;
    }
    if (pins > 0) {
      return Eviction.PINNED;
    }
    forgotten = true;
    return Eviction.FORGOTTEN;
  }
}
