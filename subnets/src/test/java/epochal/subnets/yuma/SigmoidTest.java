package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SigmoidTest {
  private static final long LIMIT = 20 * I32F32.ONE;

  @Property(tries = 20_000)
  void it_is_the_chains_sigmoid(@ForAll long t) {
    assertThat(Sigmoid.of(t >> 20)).isEqualTo(chains(t >> 20));
  }

  @Property(tries = 20_000)
  void it_is_the_chains_sigmoid_for_small_exponents(
      @ForAll @LongRange(min = -1L << 33, max = 1L << 33) long t) {
    assertThat(Sigmoid.of(t)).isEqualTo(chains(t));
  }

  /** Every segment of the tables, at its ends and in between, on both sides. */
  @Example
  void it_is_the_chains_sigmoid_everywhere() {
    for (long x = 0; x <= LIMIT; x += (1L << 19) + 12_345) {
      assertThat(Sigmoid.of(x)).as("at %d", x).isEqualTo(chains(x));
      assertThat(Sigmoid.of(-x)).as("at -%d", x).isEqualTo(chains(-x));
    }
    for (long edge = 0; edge <= LIMIT; edge += 1L << 25) {
      for (long x = edge - 2; x <= edge + 2; x++) {
        assertThat(Sigmoid.of(x)).as("at %d", x).isEqualTo(chains(x));
        assertThat(Sigmoid.of(-x)).as("at -%d", x).isEqualTo(chains(-x));
      }
    }
  }

  @Example
  void one_zero_and_the_limits_are_what_the_chain_makes_of_them() {
    LongStream.of(0, 1, -1, I32F32.ONE, -I32F32.ONE, LIMIT, LIMIT + 1, -LIMIT, -LIMIT - 1)
        .forEach(t -> assertThat(Sigmoid.of(t)).as("at %d", t).isEqualTo(chains(t)));
    assertThat(Sigmoid.of(0)).isEqualTo(I32F32.ONE / 2);
  }

  /** The series is needed rarely, or nothing would have been gained. */
  @Example
  void the_interval_decides_nearly_always_where_weights_are_small() {
    long undecided =
        LongStream.range(0, 100_000)
            .map(i -> 5 * I32F32.ONE - i * 4_321)
            .filter(t -> !Sigmoid.decides(t))
            .count();

    assertThat(undecided).isLessThan(1_000);
  }

  private static long chains(long t) {
    long denominator = I32F32.saturatingAdd(I32F32.ONE, I32F32.expSafe(t));
    return I32F32.saturatingDiv(I32F32.ONE, denominator);
  }
}
