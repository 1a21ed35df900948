package epochal.persistence.log;

import epochal.persistence.log.AppendQueue.Append;
import org.jspecify.annotations.Nullable;

/**
 * Lets a batch pass only when it continues each of its streams, counting what is written and not
 * yet durable. For the writer's thread alone.
 */
final class StreamFence {
  private final StreamIndex index;

  StreamFence(StreamIndex index) {
    this.index = index;
  }

  /**
   * Moves the ends of the batch's streams behind it and adds the links to its body, or changes
   * nothing and says why.
   *
   * @param address where the batch's frame is going to be
   */
  @Nullable SequenceConflictException pass(Append append, long address) {
    append.address = address;
    int length = append.body.length();
    for (LogEntry entry : append.entries) {
      StreamHead head = index.findOrAdd(entry.stream());
      long expected = head.writtenSequence + 1;
      if (entry.sequence() != expected) {
        index.forgetIfEmpty(entry.stream(), head);
        retreat(append);
        append.body.shorten(length);
        return new SequenceConflictException(entry.stream(), expected, entry.sequence());
      }
      if (entry.sequence() > 1) {
        long link = address - head.writtenAddress;
        append.links[append.heads.size()] = link;
        append.body.putVarint(link);
      }
      append.heads.add(head);
      head.writtenSequence = entry.sequence();
      head.writtenAddress = address;
    }
    return null;
  }

  private void retreat(Append append) {
    for (int i = append.heads.size() - 1; i >= 0; i--) {
      LogEntry entry = append.entries.get(i);
      StreamHead head = append.heads.get(i);
      head.writtenSequence = entry.sequence() - 1;
      head.writtenAddress = append.address - append.links[i];
      index.forgetIfEmpty(entry.stream(), head);
    }
    append.heads.clear();
  }

  /** Moves the ends of the batch's streams back to what is durable. */
  void forget(Append append) {
    for (int i = 0; i < append.heads.size(); i++) {
      StreamHead head = append.heads.get(i);
      head.forgetUnwritten();
      index.forgetIfEmpty(append.entries.get(i).stream(), head);
    }
  }
}
