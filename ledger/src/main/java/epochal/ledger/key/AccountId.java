package epochal.ledger.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A public key of 32 bytes: a coldkey, which owns money, or a hotkey, which works in subnets (spec
 * 01 §1).
 *
 * <p>Held as four big-endian longs, so that ids are values that compare and hash without touching
 * an array. The order is that of the bytes, unsigned.
 */
public record AccountId(long a, long b, long c, long d) implements Comparable<AccountId> {
  public static final int LENGTH = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Reads exactly 32 bytes. */
  public static AccountId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + bytes.length);
    }
    return read(bytes, 0);
  }

  /** Reads 32 bytes at a place in an array. */
  public static AccountId read(byte[] source, int at) {
    return new AccountId(
        (long) WORD.get(source, at),
        (long) WORD.get(source, at + 8),
        (long) WORD.get(source, at + 16),
        (long) WORD.get(source, at + 24));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    write(bytes, 0);
    return bytes;
  }

  /** Writes the 32 bytes to a place in an array. */
  public void write(byte[] target, int at) {
    WORD.set(target, at, a);
    WORD.set(target, at + 8, b);
    WORD.set(target, at + 16, c);
    WORD.set(target, at + 24, d);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccountId(long oa, long ob, long oc, long od)
        && a == oa
        && b == ob
        && c == oc
        && d == od;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * (31 * (31 * a + b) + c) + d);
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
