package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StreamNameTest {
  private static final AccountId KEY = new AccountId(1, 2, 3, 4);

  @Test
  void anEntityIsWrittenAsItsKindAndItsKey() throws BadFrame {
    for (EntityId entity :
        List.of(
            EntityId.account(KEY),
            EntityId.validator(KEY),
            EntityId.subnet(Netuid.of(65_535)),
            EntityId.NETWORK_EMISSION)) {
      StreamName name = StreamName.of(entity);
      StreamName read = read(name.written());

      assertThat(name.written()).hasSizeLessThanOrEqualTo(33);
      assertThat(read).isEqualTo(name).isEqualTo(StreamName.of(entity.text()));
      assertThat(read).hasSameHashCodeAs(StreamName.of(entity.text()));
      assertThat(read.entity()).isEqualTo(entity);
      assertThat(read.text()).isEqualTo(entity.text());
    }
    assertThat(HexFormat.of().formatHex(StreamName.of("subnet:300").written())).isEqualTo("03ac02");
  }

  @Property
  void anyOtherTextStaysAsItIs(@ForAll("texts") String text) throws BadFrame {
    StreamName read = read(StreamName.of(text).written());

    assertThat(read.text()).isEqualTo(text);
    assertThat(read.entity()).isNull();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange(' ', '\ud7ff').ofMinLength(1),
        Arbitraries.of(
            "subnet:03", "subnet:-1", "subnet:65536", "account:5F", "emission:", "/sharding/x"));
  }

  @Test
  void aNameMustBeOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> StreamName.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> StreamName.of("\ud800"));
    for (String bytes : List.of("", "00", "05", "01ff", "03808004", "07aa")) {
      assertThatThrownBy(() -> read(HexFormat.of().parseHex(bytes)))
          .as(bytes)
          .isInstanceOf(BadFrame.class);
    }
  }

  private static StreamName read(byte[] written) throws BadFrame {
    var in = new FrameInput(written, 0, written.length);
    StreamName name = StreamName.read(in);
    assertThat(in.left()).isZero();
    return name;
  }
}
