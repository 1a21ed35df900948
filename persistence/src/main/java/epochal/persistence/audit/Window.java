package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Recorded;
import epochal.persistence.log.StoredEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the log, whose records can be gone over stream by stream. The next record in the log
 * is of any of many thousands of entities, of which none is in the processor's cache; in a window
 * each has its records one after the other, and what it is lies where it is needed.
 */
final class Window {
  private final @Nullable StoredEntry[] entries;
  private final @Nullable Recorded<?>[] records;
  private final @Nullable Entity<?>[] after;
  private final Stream[] owners;

  /** By record, the next of its stream; -1 behind the last. */
  private final int[] following;

  private Stream[] streams;
  private int[] firsts;
  private int[] lasts;
  private final long number;
  private int size;
  private int count;

  private long base;
  private Heights heights = new Heights(0, false);
  private final Faults faults = new Faults();

  /**
   * @param number 1, 2, 3 …
   * @param capacity records that it may have
   */
  Window(long number, int capacity) {
    this.number = number;
    entries = new @Nullable StoredEntry[capacity];
    records = new @Nullable Recorded<?>[capacity];
    after = new @Nullable Entity<?>[capacity];
    owners = new Stream[capacity];
    following = new int[capacity];
    int few = Math.min(capacity, 64);
    streams = new Stream[few];
    firsts = new int[few];
    lasts = new int[few];
  }

  /** A window without records. */
  static Window none() {
    return new Window(0, 0);
  }

  /** A window of records that were read before. */
  static Window of(Streams streams, List<? extends Recorded<?>> records) {
    var window = new Window(streams.nextWindow(), records.size());
    for (Recorded<?> recorded : records) {
      window.records[window.size] = recorded;
      window.add(window.place(streams.of(recorded.entity())));
    }
    return window;
  }

  /** The place of a stream among those that have records in it, from now on at the latest. */
  int place(Stream stream) {
    int known = stream.place(number);
    if (known >= 0) {
      return known;
    }
    if (count == streams.length) {
      streams = Arrays.copyOf(streams, 2 * count);
      firsts = Arrays.copyOf(firsts, 2 * count);
      lasts = Arrays.copyOf(lasts, 2 * count);
    }
    streams[count] = stream;
    firsts[count] = -1;
    stream.place(number, count);
    return count++;
  }

  /** Adds an entry of the stream at that place. */
  void add(int place, StoredEntry entry) {
    entries[size] = entry;
    add(place);
  }

  private void add(int place) {
    if (firsts[place] < 0) {
      firsts[place] = size;
    } else {
      following[lasts[place]] = size;
    }
    lasts[place] = size;
    following[size] = -1;
    owners[size++] = streams[place];
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

  long number() {
    return number;
  }

  boolean isFull() {
    return size == owners.length;
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
    return owners[index];
  }

  /** What the log has of a record. */
  StoredEntry entry(int index) {
    StoredEntry entry = entries[index];
    if (entry == null) {
      throw new IllegalStateException("the window was made of records");
    }
    return entry;
  }

  /** The length of a record in the log, in bytes; 0 if the window was made of records. */
  int bytes(int index) {
    StoredEntry entry = entries[index];
    return entry == null ? 0 : entry.payload().length;
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
