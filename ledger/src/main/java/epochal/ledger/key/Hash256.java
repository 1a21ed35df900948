package epochal.ledger.key;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A hash of 32 bytes: the id of a command, the chain hash of a stream, the id of a network.
 *
 * <p>Held as four big-endian longs, like {@link AccountId}, so that it is a value. The order is
 * that of the bytes, unsigned.
 */
public record Hash256(long a, long b, long c, long d) implements Comparable<Hash256> {
  public static final int LENGTH = 32;

  /** 32 zero bytes: what a hash chain starts from. */
  public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

  private static final HexFormat HEX = HexFormat.of();

  /**
   * Reads exactly 32 bytes.
   *
   * @throws IllegalArgumentException for any other number of bytes
   */
  public static Hash256 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new Hash256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * Reads what {@link #hex()} writes, and nothing else.
   *
   * @throws IllegalArgumentException for another length, a capital digit, a prefix 0x
   */
  public static Hash256 parse(String hex) {
    return of(LowerHex.parse(hex, LENGTH, "a hash"));
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** 64 lower-case hexadecimal digits, without a prefix. */
  public String hex() {
    return HEX.toHexDigits(a) + HEX.toHexDigits(b) + HEX.toHexDigits(c) + HEX.toHexDigits(d);
  }

  @Override
  public int compareTo(Hash256 other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order == 0 ? Long.compareUnsigned(d, other.d) : order;
  }

  @Override
  public String toString() {
    return hex();
  }
}
