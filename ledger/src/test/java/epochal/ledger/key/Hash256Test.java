package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Hash256Test {
  private static final String HEX =
      "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

  @Test
  void text_is_64_lower_case_digits() {
    assertThat(Hash256.parse(HEX).hex()).isEqualTo(HEX);
    assertThat(Hash256.parse(HEX)).hasToString(HEX).isEqualTo(Hash256.parse(HEX));
    assertThat(Hash256.ZERO.hex()).isEqualTo("0".repeat(64));
  }

  @Test
  void other_spellings_are_refused() {
    assertThatThrownBy(() -> Hash256.parse(HEX.substring(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hash is written as 64 hexadecimal digits, not 63");
    assertThatThrownBy(() -> Hash256.parse(HEX.replace('a', 'A')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hash is written in the digits 0-9 and a-f; character 21 is U+0041");
    assertThatThrownBy(() -> Hash256.parse("0x" + HEX.substring(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character 2 is U+0078");
    assertThatThrownBy(() -> Hash256.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hash has 32 bytes, not 31");
  }

  @Property
  void bytes_and_text_come_back(@ForAll @Size(32) byte[] bytes) {
    var hash = Hash256.of(bytes);

    assertThat(hash.bytes()).isEqualTo(bytes);
    assertThat(Hash256.parse(hash.hex())).isEqualTo(hash).hasSameHashCodeAs(hash);
  }

  @Property
  void order_is_that_of_unsigned_bytes(
      @ForAll @Size(32) byte[] left, @ForAll @Size(32) byte[] right) {
    assertThat(Integer.signum(Hash256.of(left).compareTo(Hash256.of(right))))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
  }

  @Property
  void order_of_neighbours_is_that_of_unsigned_bytes(
      @ForAll @Size(32) byte[] left, @ForAll byte change) {
    for (int i = 0; i < left.length; i++) {
      byte[] right = left.clone();
      right[i] ^= change;
      assertThat(Integer.signum(Hash256.of(left).compareTo(Hash256.of(right))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
    }
  }
}
