package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class DivisorsTest {

  @Property(tries = 20_000)
  void a_quotient_is_the_truncated_one(
      @ForAll @LongRange(min = 0, max = 1L << 32) long a,
      @ForAll @LongRange(min = 0, max = (1L << 60) - 1) long rest,
      @ForAll @IntRange(min = 0, max = 60) int shift) {
    long d = a + (rest >> shift);

    assertThat(Divisors.quotient(a, d, Divisors.multiplier(d))).isEqualTo(I32F32.safeDiv(a, d));
  }

  @Example
  void whole_and_nearly_whole_quotients_are_right() {
    for (long d = 1; d < 1L << 50; d = d * 3 + 1) {
      for (long a : new long[] {0, 1, d / 2, d / 3, d - 1, d}) {
        if (a <= I32F32.ONE) {
          assertThat(Divisors.quotient(a, d, Divisors.multiplier(d)))
              .as("%d / %d", a, d)
              .isEqualTo(I32F32.safeDiv(a, d));
        }
      }
    }
    assertThat(Divisors.quotient(I32F32.ONE, I32F32.ONE, Divisors.multiplier(I32F32.ONE)))
        .isEqualTo(I32F32.ONE);
    assertThat(Divisors.quotient(0, 0, Divisors.multiplier(0))).isZero();
  }

  @Property(tries = 5_000)
  void stakes_are_divided_as_the_chain_divides_them(
      @ForAll @LongRange(min = 0, max = (1L << 60) - 1) long first,
      @ForAll @LongRange(min = 0, max = (1L << 60) - 1) long second,
      @ForAll @IntRange(min = 0, max = 60) int shift) {
    long[] values = {first >> shift, second, second >> shift, 0, 1};
    long sum = Arrays.stream(values).sum();
    long[] expected = Arrays.stream(values).map(value -> I32F32.safeDiv(value, sum)).toArray();

    NeuronStakes.normalize(values);

    assertThat(values).isEqualTo(expected);
  }

  @Property(tries = 20_000)
  void a_product_is_the_floored_one(
      @ForAll @LongRange(min = 0, max = 1L << 32) long a,
      @ForAll @LongRange(min = 0, max = 1L << 32) long b) {
    assertThat(UnitFixed.product(a, b)).isEqualTo(I32F32.saturatingMul(a, b));
    assertThat(UnitFixed.product(I32F32.ONE, b)).isEqualTo(b);
    assertThat(UnitFixed.product(a, I32F32.ONE)).isEqualTo(a);
    assertThat(UnitFixed.toProportion(a)).isEqualTo(Proportion.ofFixed(a));
    assertThat(UnitFixed.min(a, b)).isEqualTo(Math.min(a, b));
    assertThat(UnitFixed.max(a, b)).isEqualTo(Math.max(a, b));
    assertThat(UnitFixed.notNegative(a - b)).isEqualTo(Math.max(0, a - b));
  }

  @Example
  void a_proportion_is_the_truncated_one() {
    for (int u = 0; u <= Proportion.ONE; u++) {
      assertThat(UnitFixed.ofProportion(u)).isEqualTo(Proportion.toFixed(u));
    }
  }
}
