package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LiquidAlphaTest {

  @Example
  void an_unsorted_row_hides_entries_from_liquid_alpha() {
    LiquidAlpha alpha = new LiquidAlpha(I32F32.ONE / 10, I32F32.ONE * 9 / 10, I32F32.of(1_000));
    long[] consensus = new long[2];
    FixedRow sorted = new FixedRow(new int[] {0, 1}, new long[] {I32F32.ONE, I32F32.ONE});
    FixedRow unsorted = new FixedRow(new int[] {1, 0}, new long[] {I32F32.ONE, I32F32.ONE});

    long[] seen = alpha.ofRow(sorted, FixedRow.EMPTY, consensus);
    long[] hidden = alpha.ofRow(unsorted, FixedRow.EMPTY, consensus);

    assertThat(seen[0]).isEqualTo(seen[1]).isEqualTo(alpha.of(0, I32F32.ONE, 0));
    assertThat(hidden[1]).isEqualTo(seen[1]);
    assertThat(hidden[0]).isEqualTo(alpha.of(0, 0, 0)).isLessThan(seen[0]);
  }

  @Example
  void a_bond_equal_to_the_weight_counts_as_buying() {
    LiquidAlpha alpha = new LiquidAlpha(0, I32F32.ONE, I32F32.of(1_000));
    long weight = I32F32.ONE;
    long consensus = I32F32.ONE / 2;

    assertThat(alpha.of(consensus, weight, weight)).isEqualTo(alpha.of(consensus, weight, 0));
    assertThat(alpha.of(consensus, weight, weight + 1))
        .isEqualTo(alpha.of(weight, weight, weight + 1))
        .isLessThan(alpha.of(consensus, weight, weight));
  }

  @Property
  void liquid_alpha_stays_between_low_and_high(
      @ForAll @IntRange(min = 0, max = 65_535) int low,
      @ForAll @IntRange(min = 0, max = 65_535) int high,
      @ForAll @IntRange(min = -32_768, max = 32_767) int steepness,
      @ForAll @IntRange(min = 0, max = 65_535) int consensus,
      @ForAll @IntRange(min = 0, max = 65_535) int weight,
      @ForAll @IntRange(min = 0, max = 65_535) int bond) {
    long from = Proportion.toFixed(low);
    long to = Proportion.toFixed(high);

    long alpha =
        new LiquidAlpha(from, to, I32F32.of(steepness))
            .of(
                Proportion.toFixed(consensus),
                Proportion.toFixed(weight),
                Proportion.toFixed(bond));

    assertThat(alpha).isBetween(from, Math.max(from, to));
  }
}
