package epochal.persistence.log;

/**
 * One entry as the log holds it.
 *
 * @param offset in the whole log: 0, 1, 2 … without gaps
 * @param address of its frame, in bytes from the beginning of the log over all segments
 * @param name of the stream
 */
@SuppressWarnings("ArrayRecordComponent") // payloads are large and are handed on, not compared
public record StoredEntry(
    long offset,
    long address,
    StreamName name,
    long sequence,
    boolean attention,
    int serializerId,
    String manifest,
    byte[] payload) {

  /** The persistence id. */
  public String stream() {
    return name.text();
  }
}
