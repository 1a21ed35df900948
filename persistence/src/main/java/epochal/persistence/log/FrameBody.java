package epochal.persistence.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a frame: the entries, encoded by whoever appends them, and then their streams and
 * links, which only the writer knows; {@link EventLog} describes both.
 */
final class FrameBody {
  private static final int ATTENTION = 1;
  private static final int MANIFEST = 2;
  private static final int FLAG_BITS = 2;
  private static final int NAMED = 0;
  private static final int SEVERAL = 1;
  private static final int FIRST_NUMBER = 2;
  private static final byte SAME = 0;
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

  /** Reads a body whose checksum has been found right. */
  static Frame decode(
      long address, FrameHeader header, byte[] source, int from, StreamNames streams)
      throws BadFrame {
    var in = new FrameInput(source, from, from + header.bodyLength());
    long count = in.varint();
    if (count < 1 || count > header.bodyLength()) {
      throw FrameInput.malformed("it counts " + count + " entries");
    }
    var drafts = new Draft[(int) count];
    for (int i = 0; i < count; i++) {
      drafts[i] = draft(in, i);
    }
    var names = new StreamName[(int) count];
    int number = names(in, names, streams);
    List<StoredEntry> entries = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      entries.add(drafts[i].entry(header.firstOffset() + i, address, names[i]));
    }
    long[] links = new long[(int) count];
    for (int i = 0; i < count; i++) {
      links[i] = entries.get(i).sequence() == 1 ? 0 : in.varint();
    }
    if (in.left() > 0) {
      throw FrameInput.malformed(in.left() + " bytes are left over");
    }
    return new Frame(address, header, entries, links, number);
  }

  private static Draft draft(FrameInput in, int index) throws BadFrame {
    long sequence = in.varint();
    long kind = in.varint();
    long id = kind >>> FLAG_BITS;
    String manifest = (kind & MANIFEST) == 0 ? "" : in.text();
    byte[] payload = in.bytes();
    if (sequence < 1 || id >>> 32 != 0) {
      throw FrameInput.malformed("entry " + index + " has a field out of range");
    }
    return new Draft(
        sequence, (kind & ATTENTION) != 0, (int) (id >>> 1) ^ -((int) id & 1), manifest, payload);
  }

  /** Fills in the entries' streams; answers the number of the one stream, or -1 for several. */
  private static int names(FrameInput in, StreamName[] names, StreamNames streams) throws BadFrame {
    long kind = in.varint();
    if (kind == SEVERAL) {
      for (int i = 0; i < names.length; i++) {
        if (i > 0 && in.left() > 0 && in.source()[in.at()] == SAME) {
          in.octet();
          names[i] = names[i - 1];
        } else {
          names[i] = StreamName.read(in);
        }
      }
      return -1;
    }
    long number = kind - FIRST_NUMBER;
    StreamName only;
    if (kind == NAMED) {
      only = StreamName.read(in);
      number = streams.define(only);
    } else {
      only = streams.numbered(number);
    }
    for (int i = 0; i < names.length; i++) {
      names[i] = only;
    }
    return (int) number;
  }

  /** An entry whose stream is not known yet. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Draft(
      long sequence, boolean attention, int serializerId, String manifest, byte[] payload) {
    StoredEntry entry(long offset, long address, StreamName name) {
      return new StoredEntry(
          offset, address, name, sequence, attention, serializerId, manifest, payload);
    }
  }
}
