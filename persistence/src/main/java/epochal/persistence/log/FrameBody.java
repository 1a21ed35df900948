package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a frame: the entries, encoded by whoever appends them, and then the links, which only
 * the writer knows; {@link EventLog} describes both.
 */
final class FrameBody {
  private static final int MAX_VARINT = 10;
  private static final int ATTENTION = 1;

  /** Never longer than all strings, payloads and room for every number. */
  private static final int ENTRY_OVERHEAD = 6 * MAX_VARINT;

  private final byte[] bytes;
  private int length;

  private FrameBody(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * @throws EntryTooLargeException when the body could become larger than the limit, in bytes
   * @throws IllegalArgumentException for a name that has no UTF-8 form
   */
  static FrameBody encode(List<LogEntry> entries, int limit) {
    long capacity = MAX_VARINT;
    byte[][] names = new byte[entries.size()][];
    byte[][] manifests = new byte[entries.size()][];
    for (int i = 0; i < names.length; i++) {
      LogEntry entry = entries.get(i);
      boolean repeated = i > 0 && entry.stream().equals(entries.get(i - 1).stream());
      names[i] = repeated ? new byte[0] : utf8(entry.stream());
      manifests[i] = utf8(entry.manifest());
      capacity +=
          (long) ENTRY_OVERHEAD + names[i].length + manifests[i].length + entry.payload().length;
    }
    if (capacity > limit) {
      throw new EntryTooLargeException(entries.getFirst().stream(), capacity, limit);
    }
    var body = new FrameBody((int) capacity);
    body.putVarint(names.length);
    for (int i = 0; i < names.length; i++) {
      LogEntry entry = entries.get(i);
      body.putBytes(names[i]);
      body.putVarint(entry.sequence());
      body.bytes[body.length++] = (byte) (entry.attention() ? ATTENTION : 0);
      int id = entry.serializerId();
      body.putVarint(((id << 1) ^ (id >> 31)) & 0xffff_ffffL);
      body.putBytes(manifests[i]);
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

  /** Takes back the links, or anything else beyond a length that it had before. */
  void shorten(int earlier) {
    length = earlier;
  }

  /** There is room for one varint for each entry behind the entries. */
  void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void putBytes(byte[] source) {
    putVarint(source.length);
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
  }

  private static byte[] utf8(String text) {
    try {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
          byte[] exact = new byte[encoded.remaining()];
          encoded.get(exact);
          return exact;
        }
      }
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half a surrogate pair in a name", e);
    }
  }

  /** Reads a body whose checksum has been found right. */
  static Frame decode(long address, FrameHeader header, byte[] source, int from) throws BadFrame {
    var in = new Input(source, from, from + header.bodyLength());
    long count = in.varint();
    if (count < 1 || count > header.bodyLength()) {
      throw malformed("it counts " + count + " entries");
    }
    List<StoredEntry> entries = new ArrayList<>((int) count);
    String stream = "";
    for (int i = 0; i < count; i++) {
      String name = in.text();
      stream = name.isEmpty() ? stream : name;
      long sequence = in.varint();
      int flags = in.octet();
      long id = in.varint();
      String manifest = in.text();
      byte[] payload = in.bytes();
      if (stream.isEmpty() || sequence < 1 || flags > ATTENTION || id >>> 32 != 0) {
        throw malformed("entry " + i + " has a field out of range");
      }
      entries.add(
          new StoredEntry(
              header.firstOffset() + i,
              address,
              stream,
              sequence,
              flags == ATTENTION,
              (int) (id >>> 1) ^ -((int) id & 1),
              manifest,
              payload));
    }
    long[] links = new long[(int) count];
    for (int i = 0; i < count; i++) {
      links[i] = entries.get(i).sequence() == 1 ? 0 : in.varint();
    }
    if (in.at != in.end) {
      throw malformed((in.end - in.at) + " bytes are left over");
    }
    return new Frame(address, header, entries, links);
  }

  private static BadFrame malformed(String what) {
    return new BadFrame(
        LogFinding.Kind.CONTENT, "a batch with the right checksum makes no sense: " + what);
  }

  private static final class Input {
    private final byte[] source;
    private final int end;
    private int at;

    Input(byte[] source, int from, int end) {
      this.source = source;
      this.at = from;
      this.end = end;
    }

    int octet() throws BadFrame {
      if (at == end) {
        throw malformed("it ends within an entry");
      }
      return source[at++] & 0xff;
    }

    long varint() throws BadFrame {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = octet();
        value |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return value;
        }
      }
      throw malformed("a number does not end");
    }

    private int span() throws BadFrame {
      long length = varint();
      if (length < 0 || length > end - at) {
        throw malformed("a field of " + length + " bytes does not fit");
      }
      int from = at;
      at += (int) length;
      return from;
    }

    String text() throws BadFrame {
      int from = span();
      return new String(source, from, at - from, StandardCharsets.UTF_8);
    }

    byte[] bytes() throws BadFrame {
      int from = span();
      byte[] copy = new byte[at - from];
      System.arraycopy(source, from, copy, 0, copy.length);
      return copy;
    }
  }
}
