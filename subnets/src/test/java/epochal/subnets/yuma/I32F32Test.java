package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** I32F32 against unbounded integers. */
class I32F32Test {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  /** Raw values of every size, with the ends, one, and their neighbours often among them. */
  @Provide
  Arbitrary<Long> raw() {
    Arbitrary<Long> anySize =
        Arbitraries.longs().flatMap(x -> Arbitraries.integers().between(0, 63).map(s -> x >> s));
    Arbitrary<Long> special =
        Arbitraries.of(
            0L,
            1L,
            -1L,
            I32F32.ONE,
            -I32F32.ONE,
            I32F32.ONE - 1,
            I32F32.ONE + 1,
            I32F32.MIN,
            I32F32.MIN + 1,
            I32F32.MAX,
            I32F32.MAX - 1,
            1L << 31,
            -1L << 31,
            I32F32.of(65_535));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, anySize), net.jqwik.api.Tuple.of(1, special));
  }

  @Property
  void a_product_is_floored_and_saturates(@ForAll("raw") long a, @ForAll("raw") long b) {
    BigInteger exact = big(a).multiply(big(b)).shiftRight(32);

    assertThat(I32F32.saturatingMul(a, b)).isEqualTo(clamped(exact));
    assertThat(I32F32.checkedMul(a, b)).isEqualTo(ifFits(exact));
  }

  @Property
  void a_quotient_is_truncated(@ForAll("raw") long a, @ForAll("raw") long b) {
    if (b == 0) {
      assertThat(I32F32.safeDiv(a, b)).isZero();
      assertThat(I32F32.checkedDiv(a, b)).isEmpty();
      assertThatThrownBy(() -> I32F32.saturatingDiv(a, b)).isInstanceOf(ArithmeticException.class);
      return;
    }
    BigInteger exact = big(a).shiftLeft(32).divide(big(b));

    assertThat(I32F32.saturatingDiv(a, b)).isEqualTo(clamped(exact));
    assertThat(I32F32.checkedDiv(a, b)).isEqualTo(ifFits(exact));
    assertThat(I32F32.safeDiv(a, b)).isEqualTo(ifFits(exact).orElse(0));
  }

  @Property
  void sums_saturate(@ForAll("raw") long a, @ForAll("raw") long b) {
    assertThat(I32F32.saturatingAdd(a, b)).isEqualTo(clamped(big(a).add(big(b))));
    assertThat(I32F32.saturatingSub(a, b)).isEqualTo(clamped(big(a).subtract(big(b))));
    assertThat(I32F32.saturatingNeg(a)).isEqualTo(clamped(big(a).negate()));
  }

  @Property
  void rounding_is_to_the_nearest_integer_and_halves_go_away_from_zero(@ForAll("raw") long a) {
    BigInteger half = BigInteger.ONE.shiftLeft(31);
    BigInteger magnitude = big(a).abs().add(half).shiftRight(32).shiftLeft(32);
    BigInteger exact = a < 0 ? magnitude.negate() : magnitude;

    if (exact.compareTo(MAX) > 0) {
      assertThatThrownBy(() -> I32F32.round(a)).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(I32F32.round(a)).isEqualTo(exact.longValueExact());
    }
  }

  @Property
  void proportions_survive_a_round_trip_within_one_step(@ForAll("raw") long a) {
    int proportion = Proportion.ofFixed(a);

    assertThat(proportion).isBetween(0, 65_535);
    if (a >= 0 && a <= I32F32.ONE) {
      assertThat(Proportion.toFixed(proportion)).isLessThanOrEqualTo(a);
      assertThat(Proportion.toFixed(Math.min(65_535, proportion + 1)) + 1)
          .isGreaterThanOrEqualTo(a);
    }
  }

  @Property
  void a_safe_exponential_never_fails_and_grows(@ForAll("raw") long a) {
    long slightlyMore = a + (a < I32F32.MAX - I32F32.ONE ? I32F32.ONE : 0);

    assertThat(I32F32.expSafe(a)).isPositive();
    assertThat(I32F32.expSafe(slightlyMore)).isGreaterThanOrEqualTo(I32F32.expSafe(a));
  }

  @Example
  void known_proportions() {
    assertThat(Proportion.toFixed(0)).isZero();
    assertThat(Proportion.toFixed(32_767)).isEqualTo(2_147_450_879L);
    assertThat(Proportion.toFixed(65_535)).isEqualTo(I32F32.ONE);
    assertThat(Proportion.ofFixed(I32F32.ONE)).isEqualTo(65_535);
    assertThat(Proportion.ofFixed(I32F32.ONE - 1)).isEqualTo(65_534);
  }

  @Example
  void the_exponential_of_one_is_a_constant_and_of_minus_one_is_not() {
    assertThat(I32F32.exp(I32F32.ONE)).hasValue(11_674_931_200L);
    assertThat(I32F32.exp(-I32F32.ONE).orElseThrow())
        .isNotEqualTo(I32F32.safeDiv(I32F32.ONE, 11_674_931_200L));
    assertThat(I32F32.exp(0)).hasValue(I32F32.ONE);
    assertThat(I32F32.exp(I32F32.MIN)).isEmpty();
    assertThat(I32F32.exp(I32F32.of(22))).isEmpty();
  }

  private static BigInteger big(long a) {
    return BigInteger.valueOf(a);
  }

  private static long clamped(BigInteger exact) {
    return exact.min(MAX).max(MIN).longValueExact();
  }

  private static OptionalLong ifFits(BigInteger exact) {
    return exact.bitLength() < 64 ? OptionalLong.of(exact.longValueExact()) : OptionalLong.empty();
  }
}
