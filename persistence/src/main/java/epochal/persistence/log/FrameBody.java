package epochal.persistence.log;

import java.util.List;

/**
 * The body of a frame: the entries, encoded by whoever appends them, and then their streams and
 * links, which only the writer knows; {@link EventLog} describes both, and {@link FrameEntries}
 * reads them.
 */
final class FrameBody {
  static final int ATTENTION = 1;
  static final int MANIFEST = 2;
  static final int FLAG_BITS = 2;
  static final int NAMED = 0;
  static final int SEVERAL = 1;
  static final int FIRST_NUMBER = 2;
  static final byte SAME = 0;

  private static final byte[] EMPTY = {};

  /** Never longer than all names, manifests, payloads and room for every number. */
  private static final int ENTRY_OVERHEAD = 6 * Varint.MAX_BYTES;

  private final byte[] bytes;
  private int length;

  private FrameBody(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * @throws EntryTooLargeException when the body could become larger than the limit, in bytes
   * @throws IllegalArgumentException for a manifest that has no UTF-8 form
   */
  static FrameBody encode(List<LogEntry> entries, int limit) {
    long capacity = 2 * Varint.MAX_BYTES;
    byte[][] manifests = new byte[entries.size()][];
    for (int i = 0; i < manifests.length; i++) {
      LogEntry entry = entries.get(i);
      manifests[i] = entry.manifest().isEmpty() ? EMPTY : StreamName.utf8(entry.manifest());
      capacity +=
          (long) ENTRY_OVERHEAD
              + entry.name().written().length
              + manifests[i].length
              + entry.payload().length;
    }
    if (capacity > limit) {
      throw new EntryTooLargeException(entries.getFirst().stream(), capacity, limit);
    }
    var body = new FrameBody((int) capacity);
    body.putVarint(manifests.length);
    for (int i = 0; i < manifests.length; i++) {
      LogEntry entry = entries.get(i);
      body.putVarint(entry.sequence());
      int id = entry.serializerId();
      long zigzag = ((id << 1) ^ (id >> 31)) & 0xffff_ffffL;
      body.putVarint(
          zigzag << FLAG_BITS
              | (manifests[i].length > 0 ? MANIFEST : 0)
              | (entry.attention() ? ATTENTION : 0));
      if (manifests[i].length > 0) {
        body.putBytes(manifests[i]);
      }
      body.putBytes(entry.payload());
    }
    return body;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Takes back the streams and links, or anything else beyond a length that it had before. */
  void shorten(int earlier) {
    length = earlier;
  }

  /** All entries are of the stream with this number. */
  void putNumber(int number) {
    putVarint((long) FIRST_NUMBER + number);
  }

  /** All entries are of this stream, which takes the next number. */
  void putName(StreamName name) {
    putVarint(NAMED);
    put(name.written());
  }

  /** The entries are of several streams. */
  void putNames(List<LogEntry> entries) {
    putVarint(SEVERAL);
    for (int i = 0; i < entries.size(); i++) {
      StreamName name = entries.get(i).name();
      if (i > 0 && name.equals(entries.get(i - 1).name())) {
        bytes[length++] = SAME;
      } else {
        put(name.written());
      }
    }
  }

  void putLink(long link) {
    putVarint(link);
  }

  private void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void putBytes(byte[] source) {
    putVarint(source.length);
    put(source);
  }

  private void put(byte[] source) {
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
  }
}
