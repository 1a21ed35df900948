package epochal.persistence.log;

/**
 * One entry to append. The payload belongs to the log from the append on: it must not be changed.
 *
 * @param name of the stream
 * @param sequence of this entry within its stream: 1, 2, 3 …
 * @param attention whether the stream must be woken after a restart although nobody calls it; the
 *     last entry of a stream decides
 * @param serializerId names who can read the payload
 * @param manifest names the type of the payload to that serializer
 */
@SuppressWarnings("ArrayRecordComponent") // payloads are large and are handed on, not compared
public record LogEntry(
    StreamName name,
    long sequence,
    boolean attention,
    int serializerId,
    String manifest,
    byte[] payload) {

  public LogEntry {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence numbers begin at 1, not " + sequence);
    }
  }

  /** An entry of the stream with a persistence id, which is not empty. */
  public LogEntry(
      String stream,
      long sequence,
      boolean attention,
      int serializerId,
      String manifest,
      byte[] payload) {
    this(StreamName.of(stream), sequence, attention, serializerId, manifest, payload);
  }

  /** The persistence id. */
  public String stream() {
    return name.text();
  }
}
