package epochal.ledger.key;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An ed25519 signature: 64 bytes, the encoded point R and then the scalar S, little-endian (RFC
 * 8032 §5.1.6). Any 64 bytes make a value of this type; only {@link Ed25519#verify} says whether it
 * is good for a message.
 */
public final class Signature {
  public static final int LENGTH = 64;

  /** 64 zero bytes: what stands for a signature in a network without any. */
  public static final Signature NONE = new Signature(new byte[LENGTH]);

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads exactly 64 bytes.
   *
   * @throws IllegalArgumentException for any other number of bytes
   */
  public static Signature of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
    }
    return new Signature(bytes.clone());
  }

  /** Reads 64 bytes at a place in an array. */
  public static Signature read(byte[] source, int at) {
    return new Signature(Arrays.copyOfRange(source, at, at + LENGTH));
  }

  /** Writes the 64 bytes to a place in an array. */
  public void write(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, LENGTH);
  }

  /**
   * Reads what {@link #hex()} writes, and nothing else.
   *
   * @throws IllegalArgumentException for another length, a capital digit, a prefix 0x
   */
  public static Signature parse(String hex) {
    return new Signature(LowerHex.parse(hex, LENGTH, "a signature"));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** 128 lower-case hexadecimal digits, without a prefix. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
