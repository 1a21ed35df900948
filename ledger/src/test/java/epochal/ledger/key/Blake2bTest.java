package epochal.ledger.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Blake2bTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void empty_text() {
    assertThat(Blake2b.hash256().hex())
        .isEqualTo("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assertThat(HEX.formatHex(Blake2b.hash512()))
        .isEqualTo(
            "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
                + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce");
  }

  @Test
  void abc_of_rfc_7693() {
    byte[] abc = "abc".getBytes(US_ASCII);

    assertThat(Blake2b.hash256(abc).hex())
        .isEqualTo("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assertThat(HEX.formatHex(Blake2b.hash512(abc)))
        .isEqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
  }

  /** 753 bytes, so several blocks of 128: the bytes 0 to 250 three times over. */
  @Test
  void text_of_many_blocks() {
    byte[] text = new byte[753];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i % 251);
    }

    assertThat(Blake2b.hash256(text).hex())
        .isEqualTo("13867a205a1985e102a28b462f1d8b2908ee4328ddb19c295d3b9a45a37668e0");
    assertThat(HEX.formatHex(Blake2b.hash512(text)))
        .isEqualTo(
            "84ac3b8d4570ca1912a965beb8e31495b8faba78375d341b9008953cfd84f07f"
                + "707e5939db2ea85c21101b915bcf22191f5e138983e6ecc00fdec42e80824310");
  }

  @Property(tries = 200)
  void pieces_hash_as_the_whole(
      @ForAll @Size(max = 400) byte[] text, @ForAll @IntRange(max = 400) int at) {
    int cut = Math.min(at, text.length);
    byte[] head = Arrays.copyOf(text, cut);
    byte[] tail = Arrays.copyOfRange(text, cut, text.length);

    var whole = Blake2b.hash256(text);

    assertThat(Blake2b.hash256(head, tail)).isEqualTo(whole);
    assertThat(Blake2b.incremental().update(head).update(text, cut, text.length - cut).hash())
        .isEqualTo(whole);
    assertThat(Blake2b.hash512(head, tail)).isEqualTo(Blake2b.hash512(text));
  }

  @Property(tries = 100)
  void a_hash_is_added_as_its_bytes(@ForAll @Size(32) byte[] bytes) {
    assertThat(Blake2b.incremental().update(Hash256.of(bytes)).hash())
        .isEqualTo(Blake2b.hash256(bytes));
  }

  @Test
  void a_new_text_begins_after_a_hash() {
    var hash = Blake2b.incremental();
    hash.update(new byte[3]).hash();

    assertThat(hash.updateLong(1).hash())
        .isEqualTo(Blake2b.hash256(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}));
  }
}
