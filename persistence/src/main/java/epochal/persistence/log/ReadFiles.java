package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All segments as one range of bytes for any number of readers.
 *
 * <p>Readers have descriptors of their own, apart from the writer's: Java closes a channel when a
 * thread that reads it is interrupted. Whoever then finds it closed opens it again. The same makes
 * it safe to keep only some of many segments open.
 */
final class ReadFiles implements AutoCloseable {
  private static final int MAX_OPEN = 64;

  private final SegmentFiles files;
  private volatile Slot[] slots = {};
  private volatile boolean closed;

  // Guarded by this.
  private int open;
  private long openings;

  private static final class Slot {
    private final long start;
    private final Path path;
    private volatile @Nullable SegmentFile file;
    private volatile long openedAs;

    Slot(long start, Path path) {
      this.start = start;
      this.path = path;
    }
  }

  ReadFiles(SegmentFiles files) {
    this.files = files;
  }

  /** Adds a segment behind all others; again is as good as once. */
  synchronized void add(long start, Path path) {
    Slot[] old = slots;
    if (old.length > 0 && old[old.length - 1].start == start) {
      return;
    }
    Slot[] more = Arrays.copyOf(old, old.length + 1);
    more[old.length] = new Slot(start, path);
    slots = more;
  }

  /** Adds all segments of a log, when none is there yet. */
  synchronized void addAll(List<LogDirectory.Segment> segments) {
    slots =
        segments.stream()
            .map(segment -> new Slot(segment.start(), segment.file()))
            .toArray(Slot[]::new);
  }

  int count() {
    return slots.length;
  }

  /** Where the segment that holds an address begins. */
  long startOf(long address) {
    return slots[indexOf(address)].start;
  }

  /** Where the segment that holds an address ends, or the largest number for the last one. */
  long endOf(long address) {
    Slot[] all = slots;
    int next = indexOf(address) + 1;
    return next < all.length ? all[next].start : Long.MAX_VALUE;
  }

  Path pathOf(long address) {
    return slots[indexOf(address)].path;
  }

  /** Reads what the buffer has room for, within one segment; fewer bytes at its end. */
  void read(ByteBuffer target, long address) {
    Slot slot = slots[indexOf(address)];
    while (target.hasRemaining()) {
      SegmentFile file = null;
      try {
        file = open(slot);
        int count = file.read(target, address - slot.start + target.position());
        if (count < 0) {
          return;
        }
      } catch (ClosedChannelException e) {
        if (closed) {
          throw new LogClosedException();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new LogReadException(slot.path, e);
        }
        if (file != null) {
          discard(slot, file);
        }
      } catch (IOException e) {
        throw new LogReadException(slot.path, e);
      }
    }
  }

  private int indexOf(long address) {
    Slot[] all = slots;
    int low = 0;
    int high = all.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (all[middle].start <= address) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private SegmentFile open(Slot slot) throws IOException {
    SegmentFile file = slot.file;
    return file != null ? file : openNow(slot);
  }

  private synchronized SegmentFile openNow(Slot slot) throws IOException {
    SegmentFile file = slot.file;
    if (file == null) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (open == MAX_OPEN) {
        Arrays.stream(slots)
            .filter(other -> other.file != null)
            .min(Comparator.comparingLong(other -> other.openedAs))
            .ifPresent(this::shut);
      }
      file = files.openForReading(slot.path);
      slot.file = file;
      slot.openedAs = ++openings;
      open++;
    }
    return file;
  }

  private synchronized void discard(Slot slot, SegmentFile file) {
    if (slot.file == file) {
      shut(slot);
    }
  }

  private synchronized void shut(Slot slot) {
    SegmentFile file = slot.file;
    if (file != null) {
      slot.file = null;
      open--;
      try {
        file.close();
      } catch (IOException e) {
        throw new LogReadException(slot.path, e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Slot slot : slots) {
      shut(slot);
    }
  }
}
