package epochal.ledger.vector;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of bytes with value equality. The array is shared, not copied: who makes one
 * gives the array away.
 */
public record Bytes(byte[] values) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(values, bytes.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(values);
  }
}
