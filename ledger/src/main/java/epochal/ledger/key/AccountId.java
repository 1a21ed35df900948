package epochal.ledger.key;

import java.nio.ByteBuffer;

/**
 * A public key of 32 bytes: a coldkey, which owns money, or a hotkey, which works in subnets (spec
 * 01 §1).
 *
 * <p>Held as four big-endian longs, so that ids are values that compare and hash without touching
 * an array. The order is that of the bytes, unsigned.
 */
public record AccountId(long a, long b, long c, long d) implements Comparable<AccountId> {
  public static final int LENGTH = 32;

  /** Reads exactly 32 bytes. */
  public static AccountId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new AccountId(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  @Override
  public int compareTo(AccountId other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order == 0 ? Long.compareUnsigned(d, other.d) : order;
  }

  /** The SS58 address, prefix 42. */
  @Override
  public String toString() {
    return Ss58.encode(this);
  }
}
