package epochal.cluster.restart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a node's process tells the one that started it: 16 bytes on a pipe, first the kind and the
 * number in seven bytes, then the value.
 *
 * @param number of a transfer, unless the kind says otherwise
 */
record Report(Kind kind, long number, long value) {
  static final int BYTES = 16;
  private static final int KIND_SHIFT = 56;

  /** What is told. */
  enum Kind {
    /** The program runs; the value is when, in microseconds since 1970. */
    RUNNING,
    /** The genesis was read and its hash was checked; the value is when. */
    GENESIS_READ,
    /** The log is open; the number is that of its entries, the value is when. */
    LOG_OPENED,
    /** The node takes commands; the number is its height, the value is when. */
    READY,
    /** From this number on, calls are valid until the block that the value names. */
    VALID_UNTIL,
    /** The sender has answered; the value is its record's sequence number. */
    ANSWERED,
    /** The receiver's event is durable; the value is its record's sequence number. */
    ARRIVED,
    /** The sender has refused, and nothing has happened. */
    REFUSED,
    /** The sender no longer takes the call, and does not say whether it took it before. */
    EXPIRED,
    /** No answer could be had; the same call may be sent again. */
    UNSETTLED,
    /** The first transfer was answered; the value is when. */
    FIRST_ANSWER,
    /** The node has stopped in order; the value is when. */
    STOPPED
  }

  private static final Kind[] KINDS = Kind.values();

  void write(ByteBuffer to) {
    to.putLong(((long) kind.ordinal() << KIND_SHIFT) | number).putLong(value);
  }

  /** The next one; none at the end, and none for one that the end cuts off. */
  static @Nullable Report read(InputStream from) throws IOException {
    byte[] bytes = from.readNBytes(BYTES);
    if (bytes.length < BYTES) {
      return null;
    }
    var buffer = ByteBuffer.wrap(bytes);
    long first = buffer.getLong();
    int kind = (int) (first >>> KIND_SHIFT);
    if (kind >= KINDS.length) {
      throw new IOException("the node's process told something unknown: " + kind);
    }
    return new Report(KINDS[kind], first & ((1L << KIND_SHIFT) - 1), buffer.getLong());
  }
}
