package epochal.ledger.key;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Says what is wrong with a text that {@link Ss58#parse} refused. Off the path of good addresses,
 * so that it may look at every possibility in turn.
 */
final class AddressFault {
  private static final String COPY_AGAIN = "; copy it again in full from where it was shown";
  private static final int QUOTED_CHARS = 64;
  private static final int FIRST_TWO_BYTE_PREFIX = 64;
  private static final int FIRST_RESERVED_PREFIX = 128;

  private AddressFault() {}

  static InvalidAddressException explain(String text) {
    String fault = text.isEmpty() ? "the text is empty; give an SS58 address" : fault(text);
    return new InvalidAddressException(quoted(text) + " is not an address: " + fault);
  }

  private static String fault(String text) {
    if (text.matches("0x[0-9a-fA-F]{64}")) {
      var key = AccountId.of(HexFormat.of().parseHex(text, 2, text.length()));
      return "it is a public key in hexadecimal; its address is " + key;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Base58.digit(c) < 0) {
        return "character " + (i + 1) + " is " + alien(c);
      }
    }
    if (text.length() > Base58.MAX_CHARS) {
      return length(text);
    }
    return fault(text, Base58.decode(text));
  }

  private static String fault(String text, byte[] address) {
    int first = address[0] & 0xFF;
    if (first >= FIRST_RESERVED_PREFIX) {
      return text.length() == Ss58.ADDRESS_CHARS
          ? "its first byte is " + first + ", which is no network prefix" + COPY_AGAIN
          : length(text);
    }
    int prefixBytes = first < FIRST_TWO_BYTE_PREFIX ? 1 : 2;
    if (address.length <= prefixBytes + Ss58.CHECKSUM_BYTES || !Ss58.checksumMatches(address)) {
      return text.length() == Ss58.ADDRESS_CHARS
          ? "its checksum is wrong, so that at least one character is mistyped" + COPY_AGAIN
          : length(text);
    }
    byte[] key = Arrays.copyOfRange(address, prefixBytes, address.length - Ss58.CHECKSUM_BYTES);
    if (key.length != AccountId.LENGTH) {
      return "it holds " + key.length + " bytes, and an account id has 32; give an account";
    }
    int network = prefixBytes == 1 ? first : twoBytePrefix(first, address[1] & 0xFF);
    String ours = AccountId.of(key).toString();
    return network == Ss58.PREFIX
        ? "it spells network prefix 42 in two bytes; write " + ours
        : "it belongs to the network with prefix "
            + network
            + ", and addresses here have prefix 42; if the same key is meant, its address here is "
            + ours;
  }

  /** The 14 bits of a prefix of 64 and more, in the order that SS58 spreads them over two bytes. */
  private static int twoBytePrefix(int first, int second) {
    int low = (first & 0x3F) << 2 | second >> 6;
    int high = second & 0x3F;
    return high << 8 | low;
  }

  private static String length(String text) {
    return "it has "
        + text.length()
        + (text.length() == 1 ? " character" : " characters")
        + ", and an address has "
        + Ss58.ADDRESS_CHARS
        + COPY_AGAIN;
  }

  private static String alien(char c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return String.format("white space (U+%04X); give the address alone", (int) c);
    }
    String shown = isPrintable(c) ? "'" + c + "'" : String.format("U+%04X", (int) c);
    return shown
        + (c == '0' || c == 'O' || c == 'I' || c == 'l'
            ? ", which addresses avoid because it looks like another"
            : ", which no address contains")
        + COPY_AGAIN;
  }

  /** The text in quotes, shortened, and with nothing in it that could break a line or a log. */
  private static String quoted(String text) {
    var shown = new StringBuilder("'");
    for (int i = 0; i < Math.min(text.length(), QUOTED_CHARS); i++) {
      char c = text.charAt(i);
      shown.append(isPrintable(c) ? c : '?');
    }
    return shown.append(text.length() > QUOTED_CHARS ? "…'" : "'").toString();
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
