package epochal.ledger.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Which bytes may stand in a key and a signature at all, before any arithmetic: a scalar S below L,
 * and points with a canonical y that are not of small order. Libraries differ in these; here each
 * is refused alike.
 *
 * <p>Numbers are little-endian, with the sign of x in the highest bit of a point, and are compared
 * as four longs, the least significant first.
 */
final class StrictEncoding {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long[] L = {0x5812_631A_5CF5_D3EDL, 0x14DE_F9DE_A2F7_9CD6L, 0, 1L << 60};

  /** p = 2^255 - 19. */
  private static final long[] P = {-19, -1, -1, Long.MAX_VALUE};

  /** The y of the eight points whose order divides 8: of order 4, 1, 2 and, twice, 8. */
  private static final long[][] SMALL_ORDER_Y = {
    {0, 0, 0, 0},
    {1, 0, 0, 0},
    {-20, -1, -1, Long.MAX_VALUE},
    {
      0xB027_B2C2_8F95_E826L,
      0xF098_EFF2_89F4_C345L,
      0x3933_C6D3_05AC_DFD5L,
      0x05FC_536D_8802_38B1L,
    },
    {
      0x4FD8_4D3D_706A_17C7L,
      0x0F67_100D_760B_3CBAL,
      0xC6CC_392C_FA53_202AL,
      0x7A03_AC92_77FD_C74EL,
    },
  };

  private StrictEncoding() {}

  /**
   * Whether S and the encodings of the key and R are all allowed.
   *
   * @param key 32 bytes
   * @param signature 64 bytes
   */
  static boolean accepts(byte[] key, byte[] signature) {
    return isScalar(signature, EdwardsPoint.ENCODED_LENGTH) && isPoint(key) && isPoint(signature);
  }

  /** Whether the 32 bytes from an offset are a number below L. */
  static boolean isScalar(byte[] bytes, int offset) {
    return isLess(
        word(bytes, offset, 0),
        word(bytes, offset, 1),
        word(bytes, offset, 2),
        word(bytes, offset, 3),
        L);
  }

  /**
   * Whether the first 32 bytes hold a y below p that is not of small order, whatever the sign. That
   * a point with this y exists is left to the arithmetic.
   */
  static boolean isPoint(byte[] bytes) {
    long w0 = word(bytes, 0, 0);
    long w1 = word(bytes, 0, 1);
    long w2 = word(bytes, 0, 2);
    long w3 = word(bytes, 0, 3) & Long.MAX_VALUE;
    for (long[] y : SMALL_ORDER_Y) {
      if (w0 == y[0] && w1 == y[1] && w2 == y[2] && w3 == y[3]) {
        return false;
      }
    }
    return isLess(w0, w1, w2, w3, P);
  }

  private static boolean isLess(long w0, long w1, long w2, long w3, long[] bound) {
    int order = Long.compareUnsigned(w3, bound[3]);
    if (order == 0) {
      order = Long.compareUnsigned(w2, bound[2]);
    }
    if (order == 0) {
      order = Long.compareUnsigned(w1, bound[1]);
    }
    return order == 0 ? Long.compareUnsigned(w0, bound[0]) < 0 : order < 0;
  }

  private static long word(byte[] bytes, int offset, int index) {
    return (long) WORDS.get(bytes, offset + index * Long.BYTES);
  }
}
