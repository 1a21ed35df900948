package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SignatureTest {
  @Property(tries = 200)
  void bytes_and_text_come_back(@ForAll @Size(64) byte[] bytes) {
    var signature = Signature.of(bytes);

    assertThat(signature.bytes()).isEqualTo(bytes);
    assertThat(Signature.parse(signature.hex()))
        .isEqualTo(signature)
        .hasSameHashCodeAs(signature)
        .hasToString(signature.hex());
  }

  @Test
  void is_a_value_that_nobody_can_change() {
    byte[] bytes = new byte[64];
    var signature = Signature.of(bytes);

    bytes[0] = 1;
    signature.bytes()[1] = 1;

    assertThat(signature).isEqualTo(Signature.of(new byte[64])).isNotEqualTo(Signature.of(bytes));
  }

  @Test
  void other_lengths_are_refused() {
    assertThatThrownBy(() -> Signature.of(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a signature has 64 bytes, not 65");
    assertThatThrownBy(() -> Signature.parse("00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a signature is written as 128 hexadecimal digits, not 2");
  }
}
