package epochal.persistence.log;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of every stream; derived from the log, and rebuilt from it at every opening.
 */
final class StreamIndex {
  private final ConcurrentHashMap<StreamName, StreamHead> heads = new ConcurrentHashMap<>();

  @Nullable StreamHead find(StreamName stream) {
    return heads.get(stream);
  }

  StreamHead findOrAdd(StreamName stream) {
    StreamHead head = heads.get(stream);
    return head != null ? head : heads.computeIfAbsent(stream, name -> new StreamHead());
  }

  /** For a stream of which nothing could be written in the end. */
  void forgetIfEmpty(StreamName stream, StreamHead head) {
    if (head.writtenSequence == 0) {
      heads.remove(stream, head);
    }
  }

  long highestSequence(StreamName stream) {
    StreamHead head = heads.get(stream);
    return head == null ? 0 : head.durableSequence();
  }

  List<String> streams() {
    return heads.entrySet().stream()
        .filter(stream -> stream.getValue().durableSequence() > 0)
        .map(stream -> stream.getKey().text())
        .sorted()
        .toList();
  }

  List<String> streamsNeedingAttention() {
    return heads.entrySet().stream()
        .filter(stream -> stream.getValue().needsAttention())
        .map(stream -> stream.getKey().text())
        .sorted()
        .toList();
  }

  /**
   * Takes in a frame that was read, after making sure that it continues each of its streams.
   *
   * @param segment where its segment begins
   * @param known the stream of all entries; null if they are of several
   */
  void replay(Frame frame, long segment, @Nullable StreamHead known) throws BadFrame {
    for (int i = 0; i < frame.entries().size(); i++) {
      StoredEntry entry = frame.entries().get(i);
      StreamHead head = known != null ? known : findOrAdd(entry.name());
      if (entry.sequence() != head.writtenSequence + 1) {
        throw new BadFrame(
            LogFinding.Kind.CONTENT,
            "entry %d of %s was expected, and entry %d is there"
                .formatted(head.writtenSequence + 1, entry.stream(), entry.sequence()));
      }
      if (entry.sequence() > 1 && frame.address() - frame.links()[i] != head.writtenAddress) {
        throw new BadFrame(
            LogFinding.Kind.CONTENT,
            "entry %d of %s points to the wrong place for the entry before it"
                .formatted(entry.sequence(), entry.stream()));
      }
      if (frame.number() >= 0) {
        head.numberedIn = segment;
        head.number = frame.number();
      }
      head.writtenSequence = entry.sequence();
      head.writtenAddress = frame.address();
      head.publish(entry.sequence(), frame.address(), entry.attention());
    }
  }
}
