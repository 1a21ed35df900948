package epochal.persistence.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of every stream: in memory those of segments that are not in the saved index
 * yet, and of streams that are or were lately in use; in the {@link SavedIndex} all others.
 *
 * <h2>Why a stream never goes back</h2>
 *
 * The fence lets an append pass when it continues its stream, so a head that is behind its stream
 * would let it fork. That it never is follows from one rule: <em>a stream that is not in memory is
 * in the saved index as it is</em>.
 *
 * <ul>
 *   <li>A head is forgotten only when its last entry lies before the end of the saved index, so
 *       that the saved index has it, and when it is not pinned, so that no append is under way that
 *       would move it. Both are looked at under its monitor, and from then on it cannot be pinned.
 *   <li>What the saved index has of a stream changes only with a segment in which the stream has an
 *       entry. That entry's head is in memory from before it was written until after the segment
 *       was saved. So while there is none in memory, it stays as it is.
 *   <li>A head is got from the saved index within {@code compute}, which nothing else of this
 *       stream can be in. Whoever got the head itself holds the one that all others get; there is
 *       no copy that could be older.
 *   <li>An append pins the heads of its streams before it is queued, on the thread that appends,
 *       which may wait for the disk; and lets them go when it has been published or refused. So the
 *       writer's thread looks nothing up, and compares with the head as it is when the append's
 *       turn has come, however many came before it. Two that begin the same new stream get the same
 *       head, without entries; the second one is refused.
 * </ul>
 *
 * A reader needs no pin. A head that was forgotten while it reads says what was true, and the
 * entries up to there stay where they are.
 */
final class StreamIndex {
  private final ConcurrentHashMap<StreamName, StreamHead> heads = new ConcurrentHashMap<>();
  private final SavedIndex saved;
  private final HeadCache cache;
  private volatile long savedEnd;

  // Of whoever writes: the last segment.
  private final String networkId;
  private final List<StreamHead> inSegment = new ArrayList<>();
  private DurableEnd.Position segment;
  private long lastFrame = -1;
  private long batches;

  private StreamIndex(SavedIndex saved, int cachedStreams, String networkId, IndexMark mark) {
    this.saved = saved;
    this.cache =
        new HeadCache(
            cachedStreams, () -> savedEnd, forgotten -> heads.remove(forgotten.name, forgotten));
    this.networkId = networkId;
    this.segment = mark.end();
    this.savedEnd = mark.end().address();
    this.batches = mark.batches();
  }

  /**
   * An index that knows what the saved one knows.
   *
   * @param mark how far that goes
   */
  static StreamIndex over(SavedIndex saved, int cachedStreams, IndexMark mark) {
    return new StreamIndex(saved, cachedStreams, mark.networkId(), mark);
  }

  /** For a reader; null for a stream without entries. */
  @Nullable StreamHead find(StreamName stream) {
    StreamHead head = heads.get(stream);
    if (head == null || head.isForgotten()) {
      head = heads.compute(stream, (name, old) -> isInUse(old) ? old : read(saved, name));
      if (head == null) {
        return null;
      }
      enterCache(head);
    }
    head.use();
    return head;
  }

  /** For an append, until it is {@link #release released}; without entries for a new stream. */
  StreamHead pin(StreamName stream) {
    StreamHead head = heads.get(stream);
    if (head == null || !head.pin()) {
      head = heads.compute(stream, (name, old) -> old != null && old.pin() ? old : pinned(name));
      // Not before it is pinned: a cache that is full of pinned heads would forget it at once.
      enterCache(head);
    }
    head.use();
    return head;
  }

  private StreamHead pinned(StreamName name) {
    StreamHead known = read(saved, name);
    StreamHead head = known == null ? new StreamHead(name) : known;
    head.pin();
    return head;
  }

  void release(StreamHead head) {
    if (head.unpin()) {
      heads.remove(head.name, head);
    }
  }

  private static boolean isInUse(@Nullable StreamHead head) {
    return head != null && !head.isForgotten();
  }

  private static @Nullable StreamHead read(SavedIndex saved, StreamName name) {
    StreamHead.Saved known = saved.stream(name);
    return known == null ? null : new StreamHead(name, known);
  }

  private void enterCache(StreamHead head) {
    if (head.enterCache(savedEnd)) {
      cache.add(head);
    }
  }

  long highestSequence(StreamName stream) {
    StreamHead head = find(stream);
    return head == null ? 0 : head.durableSequence();
  }

  /** The run that holds an entry of a stream. */
  StreamHead.Run runOf(StreamHead head, long wanted) {
    StreamHead.Run run = head.runOf(wanted);
    if (run != null) {
      return run;
    }
    long marked = StreamHead.markAfter(wanted) * StreamHead.STRIDE;
    return new StreamHead.Run(marked, saved.address(head.name, marked));
  }

  /** What to throw when an entry is not where the index says. */
  RuntimeException contradicted(String what) {
    return saved.distrust(what, null);
  }

  /** The names of all streams with entries, sorted; takes memory for all of them. */
  List<String> streams() {
    var names = new TreeSet<String>();
    heads.forEach(
        (name, head) -> {
          if (head.durableSequence() > 0) {
            names.add(name.text());
          }
        });
    saved.forEachStream(name -> names.add(name.text()));
    return List.copyOf(names);
  }

  /**
   * The streams whose last entry asks for attention, sorted. Those in memory are looked at first:
   * one that is forgotten meanwhile is found in the saved index after that.
   */
  List<String> streamsNeedingAttention() {
    var asking = new TreeSet<String>();
    heads.forEach((name, head) -> addIfAsking(asking, name, head));
    saved.forEachAttention(
        name -> {
          StreamHead head = heads.get(name);
          if (head == null || head.isForgotten()) {
            asking.add(name.text());
          } else {
            addIfAsking(asking, name, head);
          }
        });
    return List.copyOf(asking);
  }

  private static void addIfAsking(Set<String> asking, StreamName name, StreamHead head) {
    if (head.needsAttention()) {
      asking.add(name.text());
    }
  }

  /** Takes in an entry that is durable. For whoever writes. */
  void publish(StreamHead head, long sequence, long address, boolean attention) {
    head.publish(sequence, address, attention);
    if (head.publishedIn != segment.address()) {
      head.publishedIn = segment.address();
      inSegment.add(head);
    }
    if (lastFrame != address) {
      lastFrame = address;
      batches++;
    }
  }

  /**
   * Ends the segment, all of which is durable. For whoever writes.
   *
   * @param end where the next one begins
   */
  SealedSegment seal(DurableEnd.Position end) {
    List<SealedSegment.Ended> ended = new ArrayList<>(inSegment.size());
    for (StreamHead head : inSegment) {
      ended.add(head.seal(segment.address()));
    }
    var mark = new IndexMark(networkId, end, lastFrame, batches);
    var sealed = new SealedSegment(segment, mark, ended);
    inSegment.clear();
    segment = end;
    return sealed;
  }

  /** The saved index has a segment now, and all before it. */
  void saved(SealedSegment done) {
    savedEnd = done.mark().end().address();
    for (SealedSegment.Ended stream : done.streams()) {
      stream.head().trim(savedEnd);
      enterCache(stream.head());
    }
  }

  /** How many streams are in memory. */
  int inMemoryStreams() {
    return heads.size();
  }

  /**
   * Takes in a frame that was read, after making sure that it continues each of its streams.
   *
   * @param segmentStart where its segment begins
   * @param known the stream of all entries, which has an entry in the segment; null if it has none
   *     before, or they are of several
   */
  void replay(Frame frame, long segmentStart, @Nullable StreamHead known) throws BadFrame {
    FrameEntries entries = frame.entries();
    for (int i = 0; i < frame.count(); i++) {
      StreamHead head = known != null ? known : pin(entries.name(i));
      try {
        StreamCheck.requireNext(frame, i, head.writtenSequence, head.writtenAddress);
        if (entries.number() >= 0) {
          head.numberedIn = segmentStart;
          head.number = entries.number();
        }
        head.writtenSequence = entries.sequence(i);
        head.writtenAddress = frame.address();
        publish(head, entries.sequence(i), frame.address(), entries.attention(i));
      } finally {
        if (known == null) {
          release(head);
        }
      }
    }
  }
}
