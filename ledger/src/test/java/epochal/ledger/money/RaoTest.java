package epochal.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RaoTest {

  @Test
  void one_tao_is_a_thousand_million_rao() {
    assertThat(Rao.tao(1)).isEqualTo(Rao.of(1_000_000_000));
    assertThat(Rao.tao(21_000_000).amount()).isEqualTo(21_000_000_000_000_000L);
  }

  @Test
  void there_is_no_negative_money() {
    assertThatThrownBy(() -> Rao.of(-1)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Rao.of(1).minus(Rao.of(2))).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void a_sum_out_of_range_throws_instead_of_wrapping() {
    assertThatThrownBy(() -> Rao.of(Long.MAX_VALUE).plus(Rao.of(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Rao.tao(9_223_372_037L)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void the_difference_for_tests_of_room_stops_at_zero() {
    assertThat(Rao.of(5).minusOrZero(Rao.of(7))).isEqualTo(Rao.ZERO);
    assertThat(Rao.of(7).minusOrZero(Rao.of(5))).isEqualTo(Rao.of(2));
  }

  @Property
  void what_is_written_in_tao_is_read_back(@ForAll @LongRange(min = 0) long rao) {
    assertThat(Rao.parseTao(Rao.of(rao).toTao())).isEqualTo(Rao.of(rao));
  }

  @Test
  void amounts_in_tao_have_at_most_nine_decimals_and_are_in_range() {
    assertThat(Rao.parseTao("0.000000001")).isEqualTo(Rao.of(1));
    for (String text : new String[] {"0.0000000001", "-1", "9223372037", "one", ""}) {
      assertThatThrownBy(() -> Rao.parseTao(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
