package epochal.persistence.log;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The FORMAT file, which makes a directory a log: version of the format and id of the network.
 * Every later version keeps the first two lines and the checksum at the end, so that this program
 * can name the version that it does not know.
 */
record FormatFile(String networkId) {
  static final String NAME = "FORMAT";
  static final int VERSION = 3;

  private static final String TITLE = "epochal-log";
  private static final String NETWORK = "network ";
  private static final Pattern NETWORK_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern VERSION_LINE = Pattern.compile("version ([1-9][0-9]{0,8})");

  static void requireNetworkId(String networkId) {
    if (!NETWORK_ID.matcher(networkId).matches()) {
      throw new IllegalArgumentException("a network id has 64 lower-case hex digits: " + networkId);
    }
  }

  byte[] render() {
    return SealedText.seal(List.of(TITLE, "version " + VERSION, NETWORK + networkId));
  }

  /** Where the chain of frames begins, so that no log continues another network's. */
  int chainSeed() {
    return SealedText.crc(render());
  }

  /** The version that a whole FORMAT file names, or 0 when it is not whole. */
  static int version(byte[] content) {
    List<String> lines = SealedText.open(content);
    if (lines == null || lines.size() < 2 || !lines.get(0).equals(TITLE)) {
      return 0;
    }
    var version = VERSION_LINE.matcher(lines.get(1));
    return version.matches() ? Integer.parseInt(version.group(1)) : 0;
  }

  /** Null unless the content is byte for byte what {@link #render} writes for some network. */
  static @Nullable FormatFile parse(byte[] content) {
    List<String> lines = SealedText.open(content);
    if (version(content) != VERSION
        || lines == null
        || lines.size() != 3
        || !lines.get(2).startsWith(NETWORK)) {
      return null;
    }
    String networkId = lines.get(2).substring(NETWORK.length());
    return NETWORK_ID.matcher(networkId).matches() ? new FormatFile(networkId) : null;
  }
}
