package epochal.persistence.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Small text files whose last line is the CRC32C of all the others. Read strictly. */
final class SealedText {
  private static final String CHECKSUM = "checksum ";

  private SealedText() {}

  static byte[] seal(List<String> lines) {
    String body = String.join("\n", lines) + "\n";
    return (body + checksumLine(body)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The lines without the checksum, or null unless every byte is as {@link #seal} wrote it. */
  static @Nullable List<String> open(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String body = text.substring(0, last);
    if (last == 0 || !text.substring(last).equals(checksumLine(body))) {
      return null;
    }
    return List.of(body.substring(0, last - 1).split("\n", -1));
  }

  static int crc(byte[] content) {
    var crc = new CRC32C();
    crc.update(content, 0, content.length);
    return (int) crc.getValue();
  }

  private static String checksumLine(String body) {
    return CHECKSUM + "%08x\n".formatted(crc(body.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
