package epochal.persistence.genesis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** From a file's bytes to the tree of a document: gzip, UTF-8, strict JSON. */
final class GenesisText {
  /** A hundred times Finney; what is larger is a mistake, or a bomb. */
  static final int MOST_BYTES = 256 << 20;

  private static final int GZIP_MAGIC_0 = 0x1f;
  private static final int GZIP_MAGIC_1 = 0x8b;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private GenesisText() {}

  /** The uncompressed bytes; whether they are compressed shows in the first two. */
  static byte[] uncompressed(InputStream raw) throws IOException {
    var in = new BufferedInputStream(raw);
    in.mark(2);
    boolean gzip = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
    in.reset();
    byte[] bytes = (gzip ? new GZIPInputStream(in) : in).readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has more than " + MOST_BYTES + " bytes");
    }
    return bytes;
  }

  static Field parse(byte[] bytes) {
    try (JsonParser parser = JSON.createParser(decode(bytes))) {
      try {
        JsonNode node = JSON.readTree(parser);
        if (node == null || node.isMissingNode()) {
          throw GenesisException.invalid("$", "The file is empty: write a JSON object.");
        }
        if (parser.nextToken() != null) {
          throw GenesisException.invalid("$", "Something follows the document: remove it.");
        }
        return new Field("$", node);
      } catch (JsonProcessingException e) {
        var place = parser.currentLocation();
        throw GenesisException.invalid(
            path(parser.getParsingContext().pathAsPointer()),
            "%s (line %d, column %d). Write valid JSON with each field once."
                .formatted(
                    firstLine(e.getOriginalMessage()), place.getLineNr(), place.getColumnNr()));
      }
    } catch (IOException e) {
      throw GenesisException.unreadable("document", e);
    }
  }

  /** The parameters of a document that was found valid before; nothing behind them is read. */
  static Field parameters(byte[] bytes) {
    Field none = new Field("$.parameters", JsonNodeFactory.instance.objectNode());
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (name.equals("parameters")) {
          return new Field(none.path(), JSON.readTree(parser));
        }
        parser.skipChildren();
      }
      return none;
    } catch (IOException e) {
      throw GenesisException.unreadable("document", e);
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw GenesisException.invalid("$", "The file is not text in UTF-8: save it as such.");
    }
  }

  private static String path(JsonPointer pointer) {
    var path = new StringBuilder("$");
    for (JsonPointer at = pointer; at != null && !at.matches(); at = at.tail()) {
      path.append(
          at.mayMatchElement()
              ? "[" + at.getMatchingIndex() + "]"
              : Field.step(at.getMatchingProperty()));
    }
    return path.toString();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("The text is malformed");
  }
}
