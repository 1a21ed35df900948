package epochal.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** Everything that was ever written must be read for ever, and written again to the same bytes. */
class GoldenBytesTest {
  private static final String FILE = "golden-bytes.txt";

  @Test
  void whatWasOnceWrittenIsReadAndWrittenAgain() {
    Map<String, MessageCodec<?>> codecs = codecs();
    for (String line : StoredText.lines(GoldenBytesTest.class, FILE)) {
      String schema = line.substring(0, line.indexOf(' '));
      String hex = line.substring(line.indexOf(' ') + 1);
      assertThat(codecs).as(FILE + " names " + schema).containsKey(schema);
      assertThat(HexFormat.of().formatHex(rewritten(codecs.get(schema), hex)))
          .as(schema)
          .isEqualTo(hex);
    }
  }

  @Test
  void everyEventCallAndMessageHasItsLine() {
    var written = new HashSet<String>();
    for (String line : StoredText.lines(GoldenBytesTest.class, FILE)) {
      written.add(line.substring(0, line.indexOf(' ')));
    }
    var missing = new ArrayList<String>();
    JqwikSession.run(
        () ->
            codecs()
                .forEach(
                    (schema, codec) -> {
                      if (!written.contains(schema)) {
                        missing.add(schema + " " + HexFormat.of().formatHex(sample(codec)));
                      }
                    }));
    if (!missing.isEmpty()) {
      fail(
          "Add these lines to "
              + FILE
              + " beside this test (in src/test/resources), and never change a line that is"
              + " there:\n"
              + String.join("\n", missing));
    }
  }

  private static Map<String, MessageCodec<?>> codecs() {
    var codecs = new LinkedHashMap<String, MessageCodec<?>>();
    codecs.putAll(LedgerSchema.events());
    codecs.putAll(LedgerSchema.calls());
    codecs.putAll(LedgerSchema.messages());
    return codecs;
  }

  private static <T> byte[] rewritten(MessageCodec<T> codec, String hex) {
    return codec.encode(codec.decode(HexFormat.of().parseHex(hex)));
  }

  /** The longest of some, so that no field is left out. */
  private static <T> byte[] sample(MessageCodec<T> codec) {
    var generator = AnyValue.of(codec.type()).generator(1000);
    var random = new Random(codec.schema().hashCode());
    byte[] longest = new byte[0];
    for (int i = 0; i < 20; i++) {
      byte[] bytes = codec.encode(generator.next(random).value());
      if (bytes.length > longest.length) {
        longest = bytes;
      }
    }
    return longest;
  }
}
