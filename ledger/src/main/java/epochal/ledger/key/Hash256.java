package epochal.ledger.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A hash of 32 bytes: the id of a command, the chain hash of a stream, the id of a network.
 *
 * <p>Held as four big-endian longs, like {@link AccountId}, so that it is a value. The order is
 * that of the bytes, unsigned.
 */
public record Hash256(long a, long b, long c, long d) implements Comparable<Hash256> {
  public static final int LENGTH = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
    return read(bytes, 0);
  }

  /** Reads 32 bytes at a place in an array. */
  public static Hash256 read(byte[] source, int at) {
    return new Hash256(
        (long) WORD.get(source, at),
        (long) WORD.get(source, at + 8),
        (long) WORD.get(source, at + 16),
        (long) WORD.get(source, at + 24));
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

  /** Writes the first 16 bytes to a place in an array. */
  public void writeFirstHalf(byte[] target, int at) {
    WORD.set(target, at, a);
    WORD.set(target, at + 8, b);
  }

  /** 64 lower-case hexadecimal digits, without a prefix. */
  public String hex() {
    return HEX.toHexDigits(a) + HEX.toHexDigits(b) + HEX.toHexDigits(c) + HEX.toHexDigits(d);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash256(long oa, long ob, long oc, long od)
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
