package epochal.persistence.log;

import epochal.persistence.log.AppendQueue.Append;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a batch pass only when it continues each of its streams, counting what is written and not
 * yet durable. For the writer's thread alone.
 */
final class StreamFence {
  private long segment;
  private int named;
  private int namedBefore;

  /**
   * @param segment where the last segment begins
   * @param named how many streams it has named
   */
  StreamFence(long segment, int named) {
    this.segment = segment;
    this.named = named;
  }

  /** Begins a group, which goes to the segment that begins there. */
  void begin(long segmentStart) {
    if (segmentStart != segment) {
      segment = segmentStart;
      named = 0;
    }
    namedBefore = named;
  }

  /**
   * Moves the ends of the batch's streams behind it and adds them and the links to its body, or
   * changes nothing and says why.
   *
   * @param address where the batch's frame is going to be
   */
  @Nullable SequenceConflictException pass(Append append, long address) {
    append.address = address;
    for (LogEntry entry : append.entries) {
      StreamHead head = append.heads.get(append.passed);
      long expected = head.writtenSequence + 1;
      if (entry.sequence() != expected) {
        retreat(append);
        return new SequenceConflictException(entry.name().text(), expected, entry.sequence());
      }
      if (entry.sequence() > 1) {
        long link = address - head.writtenAddress;
        append.links[append.passed] = link;
      }
      append.passed++;
      head.writtenSequence = entry.sequence();
      head.writtenAddress = address;
    }
    putStreams(append);
    for (int i = 0; i < append.links.length; i++) {
      if (append.entries.get(i).sequence() > 1) {
        append.body.putLink(append.links[i]);
      }
    }
    return null;
  }

  /** A batch of one stream names it once in a segment; one of several streams always does. */
  private void putStreams(Append append) {
    StreamHead only = append.heads.getFirst();
    if (!isOnly(only, append.heads)) {
      append.body.putNames(append.entries);
    } else if (only.numberedIn == segment) {
      append.body.putNumber(only.number);
    } else {
      append.body.putName(append.entries.getFirst().name());
      only.numberedIn = segment;
      only.number = named++;
    }
  }

  private static boolean isOnly(StreamHead only, List<StreamHead> heads) {
    for (StreamHead head : heads) {
      if (head != only) {
        return false;
      }
    }
    return true;
  }

  private void retreat(Append append) {
    for (int i = append.passed - 1; i >= 0; i--) {
      LogEntry entry = append.entries.get(i);
      StreamHead head = append.heads.get(i);
      head.writtenSequence = entry.sequence() - 1;
      head.writtenAddress = append.address - append.links[i];
    }
    append.passed = 0;
  }

  /** As if the group had never begun. */
  void forget(List<Append> group) {
    group.forEach(this::forget);
    named = namedBefore;
  }

  private void forget(Append append) {
    for (int i = 0; i < append.passed; i++) {
      StreamHead head = append.heads.get(i);
      head.forgetUnwritten();
      if (head.numberedIn == segment && head.number >= namedBefore) {
        head.numberedIn = -1;
      }
    }
  }
}
