package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.persistence.log.LogScan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sorts what is read of a log, from its beginning, into windows by stream. For one thread. */
final class WindowStreams {
  private final Streams streams;

  /** By the stream's place in the scan; none for a stream that is no entity's. */
  private @Nullable Stream[] known = new @Nullable Stream[64];

  /**
   * By the stream's place in the scan, the last window that it has records in, and its place there.
   * Most entries are found by that alone, without a look at their stream.
   */
  private long[] placed = new long[64];

  private int count;
  private Window window = new Window();

  /** 1, 2, 3 … */
  private long number;

  WindowStreams(Streams streams) {
    this.streams = streams;
  }

  /** What is added from here on belongs to a window, which is empty. */
  void begin(Window next) {
    window = next;
    number++;
  }

  /** Adds the entry that a scan is at, unless it is no entity's, as the cluster's own. */
  void add(LogScan scan) {
    int stream = scan.stream();
    if (stream == count) {
      learn(scan);
    }
    long place = placed[stream];
    if (place >>> Integer.SIZE == number) {
      window.add((int) place, scan);
      return;
    }
    Stream found = known[stream];
    if (found != null) {
      int first = window.place(found);
      placed[stream] = number << Integer.SIZE | first;
      window.add(first, scan);
    }
  }

  /** Streams come in the order of their places. */
  private void learn(LogScan scan) {
    if (count == known.length) {
      known = Arrays.copyOf(known, 2 * count);
      placed = Arrays.copyOf(placed, 2 * count);
    }
    EntityId entity = scan.name().entity();
    known[count++] = entity == null ? null : streams.of(entity);
  }
}
