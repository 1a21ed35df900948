package epochal.persistence.record;

import epochal.ledger.key.Hash256;
import java.util.HexFormat;

/**
 * The first 16 bytes of a record's hash, as the record carries them.
 *
 * @param a the first eight bytes, big-endian
 * @param b the others
 */
public record ChainMark(long a, long b) {
  static final int LENGTH = 16;

  static ChainMark of(Hash256 hash) {
    return new ChainMark(hash.a(), hash.b());
  }

  /** Whether a record with this mark may have this hash. */
  public boolean marks(Hash256 hash) {
    return a == hash.a() && b == hash.b();
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(a) + HexFormat.of().toHexDigits(b);
  }
}
