package epochal.persistence.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads one stream: from run to run forwards, and within a run back along the links. */
final class StreamReader {
  private static final int BUFFER_BYTES = 1 << 10;

  private final ReadFiles files;
  private final StreamIndex index;
  private final StreamHead head;
  private final StreamName stream;

  StreamReader(ReadFiles files, StreamIndex index, StreamName stream, StreamHead head) {
    this.files = files;
    this.index = index;
    this.stream = stream;
    this.head = head;
  }

  /** How many entries were handed over. */
  long read(long from, long to, long max, Consumer<? super StoredEntry> consumer) {
    long first = Math.max(1, from);
    long last = Math.min(to, head.durableSequence());
    if (max < last - first + 1) {
      last = first + Math.max(0, max) - 1;
    }
    for (long next = first; next <= last; ) {
      StreamHead.Run run = index.runOf(head, next);
      long until = Math.min(last, run.sequence());
      for (StoredEntry entry : entries(run, next, until)) {
        consumer.accept(entry);
      }
      next = until + 1;
    }
    return Math.max(0, last - first + 1);
  }

  private Iterable<StoredEntry> entries(StreamHead.Run run, long from, long to) {
    var found = new ArrayDeque<StoredEntry>();
    // A reader for this run alone: what one buffered behind an earlier run may since have changed.
    var reader = new FrameReader(files, BUFFER_BYTES);
    var names = StreamNames.only(stream);
    long address = run.address();
    long wanted = run.sequence();
    while (wanted >= from) {
      Frame frame = LogCursor.read(files, reader, address, Long.MAX_VALUE, names);
      List<StoredEntry> own = new ArrayList<>();
      long link = 0;
      FrameEntries entries = frame.entries();
      for (int i = 0; i < frame.count(); i++) {
        if (entries.name(i).equals(stream) && entries.sequence(i) <= wanted) {
          link = own.isEmpty() ? entries.link(i) : link;
          own.add(entries.entry(i));
        }
      }
      if (own.isEmpty() || own.getLast().sequence() != wanted) {
        throw index.contradicted(
            "says that entry %d of %s is at byte %d, and it is not there"
                .formatted(wanted, stream, address));
      }
      for (int i = own.size() - 1; i >= 0; i--) {
        StoredEntry entry = own.get(i);
        if (entry.sequence() >= from && entry.sequence() <= to) {
          found.addFirst(entry);
        }
      }
      wanted = own.getFirst().sequence() - 1;
      address -= link;
    }
    return found;
  }
}
