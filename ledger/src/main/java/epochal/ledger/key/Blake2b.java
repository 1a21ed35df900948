package epochal.ledger.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The hash of the chain: blake2b without a key (RFC 7693), of 256 or 512 bits.
 *
 * <p>Several parts are hashed as one text, with nothing between them: a caller that hashes parts of
 * varying length has to write their lengths too.
 *
 * <p>Every record of the log is hashed when it is written and whenever it is read, and most have
 * one or two blocks of 128 bytes. The state is therefore kept in local variables within a block,
 * and what lies in one piece is hashed where it lies.
 */
public final class Blake2b {
  private static final int BLOCK = 128;
  private static final int ROUNDS = 12;
  private static final int WORDS = 16;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long IV0 = 0x6a09e667f3bcc908L;
  private static final long IV1 = 0xbb67ae8584caa73bL;
  private static final long IV2 = 0x3c6ef372fe94f82bL;
  private static final long IV3 = 0xa54ff53a5f1d36f1L;
  private static final long IV4 = 0x510e527fade682d1L;
  private static final long IV5 = 0x9b05688c2b3e6c1fL;
  private static final long IV6 = 0x1f83d9abfb41bd6bL;
  private static final long IV7 = 0x5be0cd19137e2179L;

  /** Which word of the block each step of each round takes. */
  private static final byte[] SCHEDULE = schedule();

  private final int bits;
  private final byte[] block = new byte[BLOCK];
  private final long[] words = new long[WORDS];
  private int filled;
  private long before;

  private long h0;
  private long h1;
  private long h2;
  private long h3;
  private long h4;
  private long h5;
  private long h6;
  private long h7;

  private Blake2b(int bits) {
    this.bits = bits;
    begin();
  }

  private static byte[] schedule() {
    String[] permutations = {
      "0123456789abcdef",
      "ea489fd61c02b753",
      "b8c052fdae367194",
      "7931dcbe265a40f8",
      "905724afe1bc683d",
      "2c6a0b834d75fe19",
      "c51fed4a0763928b",
      "db7ec13950f4862a",
      "6fe9b308c2d714a5",
      "a2847615fb9e3cd0",
    };
    byte[] schedule = new byte[ROUNDS * WORDS];
    for (int i = 0; i < schedule.length; i++) {
      char word = permutations[i / WORDS % permutations.length].charAt(i % WORDS);
      schedule[i] = (byte) Character.digit(word, WORDS);
    }
    return schedule;
  }

  /** Starts a 256-bit hash that takes its text in pieces. For one thread. */
  public static Blake2b incremental() {
    return new Blake2b(256);
  }

  public Blake2b update(byte[] part) {
    return update(part, 0, part.length);
  }

  public Blake2b update(byte[] part, int offset, int length) {
    int at = offset;
    int rest = length;
    // The last block is hashed in another way than the others, so a full one waits for more.
    if (rest > BLOCK - filled) {
      int fits = BLOCK - filled;
      if (filled > 0) {
        System.arraycopy(part, at, block, filled, fits);
        at += fits;
        rest -= fits;
        compress(block, 0, BLOCK, 0);
        filled = 0;
      }
      for (; rest > BLOCK; rest -= BLOCK) {
        compress(part, at, BLOCK, 0);
        at += BLOCK;
      }
    }
    System.arraycopy(part, at, block, filled, rest);
    filled += rest;
    return this;
  }

  public Blake2b update(Hash256 part) {
    return updateLong(part.a()).updateLong(part.b()).updateLong(part.c()).updateLong(part.d());
  }

  /** Adds eight bytes, big-endian. */
  public Blake2b updateLong(long part) {
    if (filled > BLOCK - Long.BYTES) {
      byte[] bytes = new byte[Long.BYTES];
      BIG_ENDIAN.set(bytes, 0, part);
      return update(bytes, 0, bytes.length);
    }
    BIG_ENDIAN.set(block, filled, part);
    filled += Long.BYTES;
    return this;
  }

  /** The hash of all pieces; a further update begins a new text. */
  public Hash256 hash() {
    finish();
    long a = Long.reverseBytes(h0);
    long b = Long.reverseBytes(h1);
    long c = Long.reverseBytes(h2);
    long d = Long.reverseBytes(h3);
    begin();
    return new Hash256(a, b, c, d);
  }

  public static Hash256 hash256(byte[]... parts) {
    return ofParts(256, parts).hash();
  }

  /** 64 bytes. */
  public static byte[] hash512(byte[]... parts) {
    Blake2b hash = ofParts(512, parts);
    hash.finish();
    byte[] out = new byte[64];
    long[] words = {hash.h0, hash.h1, hash.h2, hash.h3, hash.h4, hash.h5, hash.h6, hash.h7};
    for (int i = 0; i < words.length; i++) {
      WORD.set(out, i * Long.BYTES, words[i]);
    }
    return out;
  }

  private static Blake2b ofParts(int bits, byte[]... parts) {
    var hash = new Blake2b(bits);
    for (byte[] part : parts) {
      hash.update(part, 0, part.length);
    }
    return hash;
  }

  private void begin() {
    filled = 0;
    before = 0;
    h0 = IV0 ^ 0x0101_0000L ^ (bits / Byte.SIZE);
    h1 = IV1;
    h2 = IV2;
    h3 = IV3;
    h4 = IV4;
    h5 = IV5;
    h6 = IV6;
    h7 = IV7;
  }

  private void finish() {
    Arrays.fill(block, filled, BLOCK, (byte) 0);
    compress(block, 0, filled, -1);
  }

  /**
   * Takes in one block.
   *
   * @param bytes of text in it
   * @param last all ones for the last block, 0 for the others
   */
  private void compress(byte[] source, int at, int bytes, long last) {
    before += bytes;
    long v0 = h0;
    long v1 = h1;
    long v2 = h2;
    long v3 = h3;
    long v4 = h4;
    long v5 = h5;
    long v6 = h6;
    long v7 = h7;
    long v8 = IV0;
    long v9 = IV1;
    long v10 = IV2;
    long v11 = IV3;
    long v12 = IV4 ^ before;
    long v13 = IV5;
    long v14 = IV6 ^ last;
    long v15 = IV7;
    long[] m = words;
    for (int i = 0; i < WORDS; i++) {
      m[i] = (long) WORD.get(source, at + i * Long.BYTES);
    }
    for (int s = 0; s < ROUNDS * WORDS; s += WORDS) {
      v0 += v4 + m[SCHEDULE[s] & 15];
      v12 = Long.rotateRight(v12 ^ v0, 32);
      v8 += v12;
      v4 = Long.rotateRight(v4 ^ v8, 24);
      v0 += v4 + m[SCHEDULE[s + 1] & 15];
      v12 = Long.rotateRight(v12 ^ v0, 16);
      v8 += v12;
      v4 = Long.rotateRight(v4 ^ v8, 63);
      v1 += v5 + m[SCHEDULE[s + 2] & 15];
      v13 = Long.rotateRight(v13 ^ v1, 32);
      v9 += v13;
      v5 = Long.rotateRight(v5 ^ v9, 24);
      v1 += v5 + m[SCHEDULE[s + 3] & 15];
      v13 = Long.rotateRight(v13 ^ v1, 16);
      v9 += v13;
      v5 = Long.rotateRight(v5 ^ v9, 63);
      v2 += v6 + m[SCHEDULE[s + 4] & 15];
      v14 = Long.rotateRight(v14 ^ v2, 32);
      v10 += v14;
      v6 = Long.rotateRight(v6 ^ v10, 24);
      v2 += v6 + m[SCHEDULE[s + 5] & 15];
      v14 = Long.rotateRight(v14 ^ v2, 16);
      v10 += v14;
      v6 = Long.rotateRight(v6 ^ v10, 63);
      v3 += v7 + m[SCHEDULE[s + 6] & 15];
      v15 = Long.rotateRight(v15 ^ v3, 32);
      v11 += v15;
      v7 = Long.rotateRight(v7 ^ v11, 24);
      v3 += v7 + m[SCHEDULE[s + 7] & 15];
      v15 = Long.rotateRight(v15 ^ v3, 16);
      v11 += v15;
      v7 = Long.rotateRight(v7 ^ v11, 63);
      v0 += v5 + m[SCHEDULE[s + 8] & 15];
      v15 = Long.rotateRight(v15 ^ v0, 32);
      v10 += v15;
      v5 = Long.rotateRight(v5 ^ v10, 24);
      v0 += v5 + m[SCHEDULE[s + 9] & 15];
      v15 = Long.rotateRight(v15 ^ v0, 16);
      v10 += v15;
      v5 = Long.rotateRight(v5 ^ v10, 63);
      v1 += v6 + m[SCHEDULE[s + 10] & 15];
      v12 = Long.rotateRight(v12 ^ v1, 32);
      v11 += v12;
      v6 = Long.rotateRight(v6 ^ v11, 24);
      v1 += v6 + m[SCHEDULE[s + 11] & 15];
      v12 = Long.rotateRight(v12 ^ v1, 16);
      v11 += v12;
      v6 = Long.rotateRight(v6 ^ v11, 63);
      v2 += v7 + m[SCHEDULE[s + 12] & 15];
      v13 = Long.rotateRight(v13 ^ v2, 32);
      v8 += v13;
      v7 = Long.rotateRight(v7 ^ v8, 24);
      v2 += v7 + m[SCHEDULE[s + 13] & 15];
      v13 = Long.rotateRight(v13 ^ v2, 16);
      v8 += v13;
      v7 = Long.rotateRight(v7 ^ v8, 63);
      v3 += v4 + m[SCHEDULE[s + 14] & 15];
      v14 = Long.rotateRight(v14 ^ v3, 32);
      v9 += v14;
      v4 = Long.rotateRight(v4 ^ v9, 24);
      v3 += v4 + m[SCHEDULE[s + 15] & 15];
      v14 = Long.rotateRight(v14 ^ v3, 16);
      v9 += v14;
      v4 = Long.rotateRight(v4 ^ v9, 63);
    }
    h0 ^= v0 ^ v8;
    h1 ^= v1 ^ v9;
    h2 ^= v2 ^ v10;
    h3 ^= v3 ^ v11;
    h4 ^= v4 ^ v12;
    h5 ^= v5 ^ v13;
    h6 ^= v6 ^ v14;
    h7 ^= v7 ^ v15;
  }
}
