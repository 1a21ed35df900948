package epochal.ledger.key;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * The hash of the chain: blake2b without a key (RFC 7693), of 256 or 512 bits.
 *
 * <p>Several parts are hashed as one text, with nothing between them: a caller that hashes parts of
 * varying length has to write their lengths too.
 */
public final class Blake2b {
  private final Blake2bDigest digest = new Blake2bDigest(256);

  private Blake2b() {}

  /** Starts a 256-bit hash that takes its text in pieces. For one thread. */
  public static Blake2b incremental() {
    return new Blake2b();
  }

  public Blake2b update(byte[] part) {
    return update(part, 0, part.length);
  }

  public Blake2b update(byte[] part, int offset, int length) {
    digest.update(part, offset, length);
    return this;
  }

  public Blake2b update(Hash256 part) {
    return updateLong(part.a()).updateLong(part.b()).updateLong(part.c()).updateLong(part.d());
  }

  /** Adds eight bytes, big-endian. */
  public Blake2b updateLong(long part) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      digest.update((byte) (part >>> shift));
    }
    return this;
  }

  /** The hash of all pieces; a further update begins a new text. */
  public Hash256 hash() {
    byte[] out = new byte[Hash256.LENGTH];
    digest.doFinal(out, 0);
    return Hash256.of(out);
  }

  public static Hash256 hash256(byte[]... parts) {
    return Hash256.of(hash(256, parts));
  }

  /** 64 bytes. */
  public static byte[] hash512(byte[]... parts) {
    return hash(512, parts);
  }

  private static byte[] hash(int bits, byte[]... parts) {
    var digest = new Blake2bDigest(bits);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[bits / Byte.SIZE];
    digest.doFinal(out, 0);
    return out;
  }
}
