package epochal.persistence.log;

import java.nio.ByteBuffer;

/** Numbers of seven bits a byte, the lowest first. */
final class Varint {
  static final int MAX_BYTES = 10;

  private Varint() {}

  static void put(ByteBuffer target, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    target.put((byte) rest);
  }
}
