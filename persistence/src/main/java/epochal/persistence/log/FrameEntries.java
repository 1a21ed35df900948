package epochal.persistence.log;

import java.util.Arrays;

/**
 * The entries of a frame where they lie in the bytes that were read. Whoever reads frames has one
 * of these, which holds those of the last: what is to be kept of them is copied.
 */
final class FrameEntries {
  private static final int FEW = 4;

  private byte[] source = {};
  private long firstOffset;
  private long address;
  private int count;
  private int number;

  private long[] sequences = new long[FEW];
  private long[] kinds = new long[FEW];
  private int[] begins = new int[FEW];
  private int[] ends = new int[FEW];
  private long[] links = new long[FEW];
  private String[] manifests = new String[FEW];

  /** All the same when the stream has a number. */
  private StreamName[] names = new StreamName[FEW];

  /** Reads a body whose checksum has been found right. */
  void read(long frame, FrameHeader header, byte[] bytes, int from, StreamNames streams)
      throws BadFrame {
    var in = new FrameInput(bytes, from, from + header.bodyLength());
    long several = in.varint();
    if (several < 1 || several > header.bodyLength()) {
      throw FrameInput.malformed("it counts " + several + " entries");
    }
    source = bytes;
    firstOffset = header.firstOffset();
    address = frame;
    count = (int) several;
    for (int i = 0; i < count; i++) {
      makeRoom(i);
      content(in, i);
    }
    number = streams(in, streams);
    for (int i = 0; i < count; i++) {
      links[i] = sequences[i] == 1 ? 0 : in.varint();
    }
    if (in.left() > 0) {
      throw FrameInput.malformed(in.left() + " bytes are left over");
    }
  }

  /** For those that are there, since the count may be false. */
  private void makeRoom(int index) {
    if (index == sequences.length) {
      int room = 2 * index;
      sequences = Arrays.copyOf(sequences, room);
      kinds = Arrays.copyOf(kinds, room);
      begins = Arrays.copyOf(begins, room);
      ends = Arrays.copyOf(ends, room);
      links = Arrays.copyOf(links, room);
      manifests = Arrays.copyOf(manifests, room);
      names = Arrays.copyOf(names, room);
    }
  }

  private void content(FrameInput in, int index) throws BadFrame {
    long sequence = in.varint();
    long kind = in.varint();
    if ((kind & FrameBody.MANIFEST) != 0) {
      manifests[index] = in.text();
    }
    begins[index] = in.span(in.varint());
    ends[index] = in.at();
    if (sequence < 1 || kind >>> FrameBody.FLAG_BITS >>> 32 != 0) {
      throw FrameInput.malformed("entry " + index + " has a field out of range");
    }
    sequences[index] = sequence;
    kinds[index] = kind;
  }

  /** Reads the entries' streams; answers the number of the one stream, or -1 for several. */
  private int streams(FrameInput in, StreamNames streams) throws BadFrame {
    long kind = in.varint();
    if (kind == FrameBody.SEVERAL) {
      for (int i = 0; i < count; i++) {
        if (i > 0 && in.left() > 0 && in.source()[in.at()] == FrameBody.SAME) {
          in.octet();
          names[i] = names[i - 1];
        } else {
          names[i] = StreamName.read(in);
        }
      }
      return -1;
    }
    long numbered = kind - FrameBody.FIRST_NUMBER;
    StreamName only;
    if (kind == FrameBody.NAMED) {
      only = StreamName.read(in);
      numbered = streams.define(only);
    } else {
      only = streams.numbered(numbered);
    }
    Arrays.fill(names, 0, count, only);
    return (int) numbered;
  }

  int count() {
    return count;
  }

  /** Of the one stream of all entries within its segment; -1 if they are of several. */
  int number() {
    return number;
  }

  StreamName name(int index) {
    return names[index];
  }

  long sequence(int index) {
    return sequences[index];
  }

  /**
   * The distance, in bytes, back to the frame that holds the entry of the same stream before it: 0
   * for this frame itself, and for a stream's first entry.
   */
  long link(int index) {
    return links[index];
  }

  boolean attention(int index) {
    return (kinds[index] & FrameBody.ATTENTION) != 0;
  }

  int serializerId(int index) {
    int id = (int) (kinds[index] >>> FrameBody.FLAG_BITS);
    return id >>> 1 ^ -(id & 1);
  }

  String manifest(int index) {
    return (kinds[index] & FrameBody.MANIFEST) == 0 ? "" : manifests[index];
  }

  /** How long the payload is, in bytes. */
  int length(int index) {
    return ends[index] - begins[index];
  }

  /** Copies the payload to a place in an array. */
  void copy(int index, byte[] target, int at) {
    System.arraycopy(source, begins[index], target, at, length(index));
  }

  /** A copy. */
  StoredEntry entry(int index) {
    return new StoredEntry(
        firstOffset + index,
        address,
        names[index],
        sequences[index],
        attention(index),
        serializerId(index),
        manifest(index),
        Arrays.copyOfRange(source, begins[index], ends[index]));
  }
}
