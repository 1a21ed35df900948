package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Recorded;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.LogScan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log, whose records can be gone over stream by stream. The next record in the log
 * is of any of many thousands of entities, of which none is in the processor's cache; in a window
 * each has its records one after the other, and what it is lies where it is needed.
 *
 * <p>What the log has of the records lies side by side too, in a few arrays that windows use one
 * after another: were there an object for each record, collections of garbage would copy them all.
 */
final class Window {
  private static final int FEW = 16;

  /** The payloads, one after the other. */
  private byte[] bytes = new byte[1 << 10];

  /** By record, where its payload ends, and so where that of the next begins. */
  private int[] ends = new int[FEW];

  private long[] sequences = new long[FEW];

  /** Where entries stand that are not filed as records are. */
  private final Map<Integer, Filed> odd = new HashMap<>();

  private @Nullable Recorded<?>[] records;
  private @Nullable Entity<?>[] after;

  /** By record, the place of its stream. */
  private int[] owners = new int[FEW];

  /** By record, the next of its stream; -1 behind the last. */
  private int[] following = new int[FEW];

  private Stream[] streams = new Stream[FEW];
  private int[] firsts = new int[FEW];
  private int[] lasts = new int[FEW];
  private int size;
  private int count;

  private long base;
  private Heights heights = new Heights(0, false);
  private Faults faults = new Faults();

  /** Who can read an entry, and as what. */
  record Filed(int serializerId, String manifest) {
    static final Filed RECORD = new Filed(StoredRecord.SERIALIZER_ID, "");
  }

  /** A window without records. */
  Window() {
    records = new @Nullable Recorded<?>[FEW];
    after = new @Nullable Entity<?>[FEW];
  }

  /** A window of records that were read before. */
  static Window of(Streams streams, List<? extends Recorded<?>> records) {
    var window = new Window();
    var places = new IdentityHashMap<Stream, Integer>();
    for (Recorded<?> recorded : records) {
      int index = window.size;
      Stream stream = streams.of(recorded.entity());
      window.add(places.computeIfAbsent(stream, window::place), recorded.sequence(), 0);
      window.records[index] = recorded;
    }
    return window;
  }

  /** Nobody needs what is in it any more. */
  void clear() {
    Arrays.fill(records, 0, size, null);
    Arrays.fill(after, 0, size, null);
    odd.clear();
    size = 0;
    count = 0;
    faults = new Faults();
  }

  /** The place of a stream that has no records in it yet. */
  int place(Stream stream) {
    if (count == streams.length) {
      streams = Arrays.copyOf(streams, 2 * count);
      firsts = Arrays.copyOf(firsts, 2 * count);
      lasts = Arrays.copyOf(lasts, 2 * count);
    }
    streams[count] = stream;
    firsts[count] = -1;
    return count++;
  }

  /** Adds the entry that a scan is at, which is of the stream at that place. */
  void add(int place, LogScan scan) {
    int begin = payloads();
    int length = scan.length();
    if (length > bytes.length - begin) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(begin, length), 2 * begin));
    }
    scan.copy(bytes, begin);
    if (scan.serializerId() != StoredRecord.SERIALIZER_ID || !scan.manifest().isEmpty()) {
      odd.put(size, new Filed(scan.serializerId(), scan.manifest()));
    }
    add(place, scan.sequence(), length);
  }

  private void add(int place, long sequence, int length) {
    if (size == following.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      records = Arrays.copyOf(records, 2 * size);
      after = Arrays.copyOf(after, 2 * size);
      owners = Arrays.copyOf(owners, 2 * size);
      following = Arrays.copyOf(following, 2 * size);
    }
    if (firsts[place] < 0) {
      firsts[place] = size;
    } else {
      following[lasts[place]] = size;
    }
    lasts[place] = size;
    following[size] = -1;
    owners[size] = place;
    sequences[size] = sequence;
    ends[size] = payloads() + length;
    size++;
  }

  /** How long all payloads are, in bytes. */
  int payloads() {
    return begin(size);
  }

  /**
   * All its records are there, and it is audited.
   *
   * @param before records of the log before it
   * @param high how high the network is there
   */
  void begin(long before, Heights high) {
    base = before;
    heights = high;
  }

  /** Of a record in the log: 1, 2, 3 … */
  long position(int index) {
    return base + 1 + index;
  }

  /** Of the record at that position in the log. */
  int index(long position) {
    return (int) (position - base - 1);
  }

  long lastPosition() {
    return base + size;
  }

  Heights heights() {
    return heights;
  }

  Faults faults() {
    return faults;
  }

  int size() {
    return size;
  }

  /** How many streams have records in it. */
  int streams() {
    return count;
  }

  Stream stream(int place) {
    return streams[place];
  }

  /** The first record of a stream. */
  int first(int place) {
    return firsts[place];
  }

  /** The next record of the same stream; -1 if there is none. */
  int next(int index) {
    return following[index];
  }

  /** Whose a record is. */
  Stream owner(int index) {
    return streams[owners[index]];
  }

  long sequence(int index) {
    return sequences[index];
  }

  /** Has the payloads of all records, if the window was read from a log. */
  byte[] bytes() {
    return bytes;
  }

  /** Where a record's payload begins. */
  int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Where a record's payload ends. */
  int end(int index) {
    return ends[index];
  }

  Filed filed(int index) {
    return odd.isEmpty() ? Filed.RECORD : odd.getOrDefault(index, Filed.RECORD);
  }

  /** The record, if it was read. */
  @Nullable Recorded<?> record(int index) {
    return records[index];
  }

  void read(int index, Recorded<?> recorded) {
    records[index] = recorded;
  }

  /** What an entity that others ask was after its record; null for others. */
  @Nullable Entity<?> after(int index) {
    return after[index];
  }

  void after(int index, Entity<?> entity) {
    after[index] = entity;
  }
}
