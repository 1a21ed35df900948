package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Base58Test {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(64);
  }

  @Property
  void bytes_are_written_as_plain_division_writes_them(
      @ForAll @Size(max = 36) byte[] tail, @ForAll @IntRange(max = 5) int zeros) {
    byte[] bytes = new byte[zeros + tail.length];
    System.arraycopy(tail, 0, bytes, zeros, tail.length);

    assertThat(Base58.encode(bytes)).isEqualTo(byDivision(bytes));
    assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
  }

  @Property
  void every_text_is_the_only_one_for_its_bytes(@ForAll("texts") String text) {
    assertThat(Base58.encode(Base58.decode(text))).isEqualTo(text);
  }

  @Test
  void the_largest_text_is_read() {
    assertThat(Base58.decode("z".repeat(64)))
        .isEqualTo(BigInteger.valueOf(58).pow(64).subtract(BigInteger.ONE).toByteArray());
    assertThat(Base58.decode("1".repeat(64))).isEqualTo(new byte[64]);
  }

  @Test
  void what_is_not_base58_is_refused() {
    assertThatThrownBy(() -> Base58.decode("z".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Base58.decode("ab0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not base58 at character 3");
  }

  private static String byDivision(byte[] bytes) {
    var text = new StringBuilder();
    var number = new BigInteger(1, bytes);
    while (number.signum() > 0) {
      var split = number.divideAndRemainder(BigInteger.valueOf(58));
      text.append(ALPHABET.charAt(split[1].intValue()));
      number = split[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append('1');
    }
    return text.reverse().toString();
  }
}
