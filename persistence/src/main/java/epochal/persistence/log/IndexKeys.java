package epochal.persistence.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys and values of the saved index. A stream's name ends by itself, so no key is the
 * beginning of another one's name.
 *
 * <pre>
 * 1 name             varint sequence and address of the stream's last entry, byte attention
 * 2 name sequence(8) varint address of the frame of a marked entry
 * 3 name             nothing: the stream asks for attention
 * 4 address(8)       varint offset of the first entry of the segment that begins there
 * 5                  byte version; varint address, offset, 4 bytes chain of the end; varint last
 *                    frame, batches; the network id
 * </pre>
 */
final class IndexKeys {
  static final byte STREAM = 1;
  static final byte ENTRY = 2;
  static final byte ATTENTION = 3;
  static final byte SEGMENT = 4;
  static final byte[] MARK = {5};

  private static final byte VERSION = 1;

  private IndexKeys() {}

  static byte[] stream(byte kind, StreamName name) {
    byte[] key = new byte[1 + name.written().length];
    key[0] = kind;
    System.arraycopy(name.written(), 0, key, 1, key.length - 1);
    return key;
  }

  static byte[] entry(StreamName name, long sequence) {
    byte[] written = name.written();
    return ByteBuffer.allocate(1 + written.length + Long.BYTES)
        .put(ENTRY)
        .put(written)
        .putLong(sequence)
        .array();
  }

  static byte[] segment(long start) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(SEGMENT).putLong(start).array();
  }

  static long segmentStart(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  static StreamName name(byte[] key) throws BadFrame {
    return StreamName.read(new FrameInput(key, 1, key.length));
  }

  static byte[] number(long value) {
    var out = ByteBuffer.allocate(Varint.MAX_BYTES);
    Varint.put(out, value);
    return written(out);
  }

  static long number(byte[] value) throws BadFrame {
    return input(value).varint();
  }

  static byte[] stream(SealedSegment.Ended stream) {
    var out = ByteBuffer.allocate(2 * Varint.MAX_BYTES + 1);
    Varint.put(out, stream.sequence());
    Varint.put(out, stream.address());
    out.put((byte) (stream.attention() ? 1 : 0));
    return written(out);
  }

  static StreamHead.Saved stream(byte[] value) throws BadFrame {
    FrameInput in = input(value);
    return new StreamHead.Saved(in.varint(), in.varint(), in.octet() == 1);
  }

  static byte[] mark(IndexMark mark) {
    byte[] network = mark.networkId().getBytes(StandardCharsets.US_ASCII);
    var out = ByteBuffer.allocate(5 + 4 * Varint.MAX_BYTES + network.length);
    out.put(VERSION);
    Varint.put(out, mark.end().address());
    Varint.put(out, mark.end().offset());
    out.putInt(mark.end().chain());
    Varint.put(out, mark.lastFrame());
    Varint.put(out, mark.batches());
    return written(out.put(network));
  }

  static IndexMark mark(byte[] value) throws BadFrame {
    FrameInput in = input(value);
    if (in.octet() != VERSION) {
      throw FrameInput.malformed("it is of another version");
    }
    long address = in.varint();
    long offset = in.varint();
    int chain = ByteBuffer.wrap(value).getInt(in.span(Integer.BYTES));
    long lastFrame = in.varint();
    long batches = in.varint();
    String network = new String(value, in.at(), in.left(), StandardCharsets.US_ASCII);
    return new IndexMark(
        network, new DurableEnd.Position(address, offset, chain), lastFrame, batches);
  }

  private static FrameInput input(byte[] value) {
    return new FrameInput(value, 0, value.length);
  }

  private static byte[] written(ByteBuffer out) {
    return Arrays.copyOf(out.array(), out.position());
  }
}
