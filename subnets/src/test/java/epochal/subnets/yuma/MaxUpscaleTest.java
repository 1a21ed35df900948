package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MaxUpscaleTest {

  @Example
  void the_largest_value_becomes_65535() {
    assertThat(MaxUpscale.row(new int[] {1, 2, 4})).containsExactly(16_384, 32_768, 65_535);
    assertThat(MaxUpscale.row(new int[] {60_000, 30_000, 10_000}))
        .containsExactly(65_535, 32_767, 10_922);
    assertThat(MaxUpscale.row(new int[] {65_535, 1})).containsExactly(65_535, 1);
    assertThat(MaxUpscale.row(new int[] {0, 0})).containsExactly(0, 0);
    assertThat(MaxUpscale.row(new int[0])).isEmpty();
  }

  @Example
  void above_32768_the_truncated_factor_rounds_an_exact_half_down() {
    assertThat(MaxUpscale.row(new int[] {40_000, 20_000})).containsExactly(65_535, 32_767);
    assertThat(MaxUpscale.row(new int[] {20_000, 10_000})).containsExactly(65_535, 32_768);
  }

  @Property
  void it_is_the_exact_value_rounded_or_one_less(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 65_535) Integer> row) {
    int[] values = row.stream().mapToInt(Integer::intValue).toArray();
    int max = Arrays.stream(values).max().orElseThrow();
    int[] scaled = MaxUpscale.row(values);

    for (int i = 0; i < values.length; i++) {
      long exact = max == 0 ? 0 : (2L * values[i] * 65_535 + max) / (2L * max);
      assertThat((long) scaled[i]).isBetween(exact - 1, exact);
    }
    assertThat(Arrays.stream(scaled).max().orElseThrow()).isEqualTo(max == 0 ? 0 : 65_535);
  }

  @Example
  void a_limit_of_1000_takes_66_equal_values() {
    int[] values = new int[66];
    Arrays.fill(values, 65_535);

    assertThat(MaxUpscale.withinLimit(values, 1_000)).isTrue();
    assertThat(MaxUpscale.withinLimit(Arrays.copyOf(values, 65), 1_000)).isFalse();
    assertThat(MaxUpscale.withinLimit(new int[0], 0)).isTrue();
    assertThat(MaxUpscale.withinLimit(new int[] {7}, 65_535)).isTrue();
  }
}
