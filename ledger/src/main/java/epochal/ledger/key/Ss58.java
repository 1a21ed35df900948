package epochal.ledger.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The text form of an account id (spec 01 §1): base58 of the prefix byte 42, the 32 bytes of the
 * key and the first two bytes of blake2b-512("SS58PRE" ‖ prefix ‖ key).
 *
 * <p>Every address has {@value #ADDRESS_CHARS} characters and begins with '5', and every account id
 * has exactly one: nothing but that text is read back.
 */
public final class Ss58 {
  /** The network prefix of Bittensor, which is that of Substrate in general. */
  public static final int PREFIX = 42;

  /** 42 × 2^272, where all addresses begin, has 48 base58 digits, and so has 43 × 2^272. */
  public static final int ADDRESS_CHARS = 48;

  static final int CHECKSUM_BYTES = 2;

  private static final int ADDRESS_BYTES = 1 + AccountId.LENGTH + CHECKSUM_BYTES;
  private static final byte[] CHECKSUM_DOMAIN = "SS58PRE".getBytes(StandardCharsets.US_ASCII);

  private Ss58() {}

  public static String encode(AccountId id) {
    byte[] address = new byte[ADDRESS_BYTES];
    address[0] = PREFIX;
    ByteBuffer.wrap(address, 1, AccountId.LENGTH)
        .putLong(id.a())
        .putLong(id.b())
        .putLong(id.c())
        .putLong(id.d());
    byte[] sum = checksum(address);
    System.arraycopy(sum, 0, address, 1 + AccountId.LENGTH, CHECKSUM_BYTES);
    return Base58.encode(address);
  }

  /**
   * Reads an address, strictly: no space around it, no other network, no other spelling. A mistyped
   * address passes the checksum once in 65,536.
   *
   * @throws InvalidAddressException for anything that {@link #encode} would not write, saying what
   *     is wrong with it and what to do
   */
  public static AccountId parse(String text) {
    if (text.length() != ADDRESS_CHARS || !isBase58(text)) {
      throw AddressFault.explain(text);
    }
    byte[] address = Base58.decode(text);
    if (address.length != ADDRESS_BYTES || address[0] != PREFIX || !checksumMatches(address)) {
      throw AddressFault.explain(text);
    }
    var key = ByteBuffer.wrap(address, 1, AccountId.LENGTH);
    return new AccountId(key.getLong(), key.getLong(), key.getLong(), key.getLong());
  }

  private static boolean isBase58(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Base58.digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last two bytes are the checksum of those before them. */
  static boolean checksumMatches(byte[] address) {
    byte[] sum = checksum(address);
    int body = address.length - CHECKSUM_BYTES;
    return address[body] == sum[0] && address[body + 1] == sum[1];
  }

  /** The full hash over the domain and all but the last two bytes. */
  private static byte[] checksum(byte[] address) {
    byte[] text = new byte[CHECKSUM_DOMAIN.length + address.length - CHECKSUM_BYTES];
    System.arraycopy(CHECKSUM_DOMAIN, 0, text, 0, CHECKSUM_DOMAIN.length);
    System.arraycopy(address, 0, text, CHECKSUM_DOMAIN.length, address.length - CHECKSUM_BYTES);
    return Blake2b.hash512(text);
  }
}
