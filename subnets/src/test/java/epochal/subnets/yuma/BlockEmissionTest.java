package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class BlockEmissionTest {
  private static final long TAO = 1_000_000_000;

  @Example
  void it_halves_by_issuance() {
    assertThat(BlockEmission.at(0)).isEqualTo(TAO);
    assertThat(BlockEmission.at(10_500_000 * TAO - 1)).isEqualTo(TAO);
    assertThat(BlockEmission.at(10_500_000 * TAO)).isEqualTo(TAO / 2);
    assertThat(BlockEmission.at(12_000_000 * TAO)).isEqualTo(TAO / 2);
    assertThat(BlockEmission.at(15_750_000 * TAO - 1)).isEqualTo(TAO / 2);
    assertThat(BlockEmission.at(15_750_000 * TAO)).isEqualTo(TAO / 4);
    assertThat(BlockEmission.at(20_999_000 * TAO)).isEqualTo(61_035);
  }

  @Example
  void it_ends_with_the_thirtieth_halving() {
    long lastSwitch = BlockEmission.SUPPLY - (BlockEmission.SUPPLY >> 30);

    assertThat(BlockEmission.at(lastSwitch - 1)).isEqualTo(1);
    assertThat(BlockEmission.at(lastSwitch)).isZero();
    assertThat(BlockEmission.at(BlockEmission.SUPPLY - 1)).isZero();
    assertThat(BlockEmission.at(BlockEmission.SUPPLY)).isZero();
    assertThat(BlockEmission.at(Long.MAX_VALUE)).isZero();
  }

  @Property
  void it_never_grows_and_never_passes_the_supply(
      @ForAll @LongRange(min = 0, max = BlockEmission.SUPPLY) long issuance,
      @ForAll @LongRange(min = 0, max = 1L << 50) long more) {
    long now = BlockEmission.at(issuance);

    assertThat(BlockEmission.at(issuance + more)).isLessThanOrEqualTo(now);
    assertThat(issuance + now).isLessThanOrEqualTo(BlockEmission.SUPPLY);
  }

  @Example
  void a_negative_issuance_is_refused() {
    assertThatThrownBy(() -> BlockEmission.at(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
