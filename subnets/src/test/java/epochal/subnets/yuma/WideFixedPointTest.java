package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Int128, I64F64 and I96F32 against unbounded integers. */
class WideFixedPointTest {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger TWO_128 = BigInteger.ONE.shiftLeft(128);

  /** Of every size; the words are often 0, -1 or an end, where carries go wrong. */
  @Provide
  Arbitrary<Int128> wide() {
    Arbitrary<Long> word =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32));
    Arbitrary<Int128> full = Combinators.combine(word, word).as(Int128::new);
    Arbitrary<Int128> small = word.map(Int128::of);
    return Arbitraries.oneOf(full, small);
  }

  @Property
  void it_is_the_integer_that_it_converts_to(@ForAll("wide") Int128 a, @ForAll("wide") Int128 b) {
    assertThat(Int128.saturating(big(a))).isEqualTo(a);
    assertThat(a.toBigInteger())
        .isEqualTo(BigInteger.valueOf(a.high()).multiply(TWO_64).add(unsigned(a.low())));
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(big(a).compareTo(big(b)));
    assertThat(a.isZero()).isEqualTo(big(a).signum() == 0);
    assertThat(a.isNegative()).isEqualTo(big(a).signum() < 0);
    assertThat(a).hasToString(big(a).toString());
  }

  @Property
  void sums_wrap_or_saturate(@ForAll("wide") Int128 a, @ForAll("wide") Int128 b) {
    assertThat(big(a.wrappingAdd(b))).isEqualTo(wrapped(big(a).add(big(b))));
    assertThat(big(a.saturatingAdd(b))).isEqualTo(clamped(big(a).add(big(b))));
    assertThat(big(a.saturatingSub(b))).isEqualTo(clamped(big(a).subtract(big(b))));
    assertThat(big(a.saturatingNegate())).isEqualTo(clamped(big(a).negate()));
  }

  @Property
  void products_are_floored(@ForAll("wide") Int128 a, @ForAll("wide") Int128 b) {
    BigInteger product = big(a).multiply(big(b));

    assertThat(big(I64F64.saturatingMul(a, b))).isEqualTo(clamped(product.shiftRight(64)));
    assertThat(big(I96F32.saturatingMul(a, b))).isEqualTo(clamped(product.shiftRight(32)));
  }

  @Property
  void quotients_are_truncated(@ForAll("wide") Int128 a, @ForAll("wide") Int128 b) {
    if (b.isZero()) {
      assertThat(I64F64.checkedDiv(a, b)).isEmpty();
      assertThat(I64F64.safeDiv(a, b)).isEqualTo(Int128.ZERO);
      return;
    }
    BigInteger exact = big(a).multiply(TWO_64).divide(big(b));
    Optional<BigInteger> ifFits = Optional.of(exact).filter(q -> clamped(q).equals(q));

    assertThat(big(I64F64.saturatingDiv(a, b))).isEqualTo(clamped(exact));
    assertThat(I64F64.checkedDiv(a, b).map(Int128::toBigInteger)).isEqualTo(ifFits);
    assertThat(big(I64F64.safeDiv(a, b))).isEqualTo(ifFits.orElse(BigInteger.ZERO));
  }

  @Property
  void narrowing_floors(@ForAll("wide") Int128 a) {
    BigInteger floor = big(a).shiftRight(32);
    BigInteger min = BigInteger.valueOf(Long.MIN_VALUE);
    BigInteger max = BigInteger.valueOf(Long.MAX_VALUE);

    assertThat(I64F64.wrappingToI32F32(a)).isEqualTo(floor.longValue());
    assertThat(I64F64.saturatingToI32F32(a)).isEqualTo(floor.max(min).min(max).longValue());
    assertThat(unsigned(I96F32.saturatingToU64(a)))
        .isEqualTo(floor.max(BigInteger.ZERO).min(TWO_64.subtract(BigInteger.ONE)));
    assertThat(unsigned(I64F64.saturatingToU64(a)))
        .isEqualTo(big(a).shiftRight(64).max(BigInteger.ZERO));
  }

  @Property
  void widening_is_exact(@ForAll long a) {
    assertThat(big(I64F64.fromI32F32(a))).isEqualTo(BigInteger.valueOf(a).shiftLeft(32));
    assertThat(big(I96F32.fromI32F32(a))).isEqualTo(BigInteger.valueOf(a));
    assertThat(big(I96F32.fromU64(a))).isEqualTo(unsigned(a).shiftLeft(32));
    assertThat(big(I64F64.saturatingFromU64(a))).isEqualTo(clamped(unsigned(a).shiftLeft(64)));
  }

  @Example
  void the_exponential_reaches_forty_but_not_forty_four() {
    assertThat(I64F64.exp(I64F64.saturatingFromU64(40))).isPresent();
    assertThat(I64F64.exp(I64F64.saturatingFromU64(40).saturatingNegate()))
        .hasValueSatisfying(tiny -> assertThat(tiny.isNegative() || tiny.isZero()).isFalse());
    assertThat(I64F64.exp(I64F64.saturatingFromU64(44))).isEmpty();
    assertThat(I64F64.exp(Int128.MIN)).isEmpty();
    assertThat(I64F64.exp(Int128.ZERO)).hasValue(I64F64.ONE);
  }

  private static BigInteger big(Int128 a) {
    return a.toBigInteger();
  }

  private static BigInteger unsigned(long a) {
    return new BigInteger(Long.toUnsignedString(a));
  }

  private static BigInteger clamped(BigInteger a) {
    return a.min(TWO_128.shiftRight(1).subtract(BigInteger.ONE))
        .max(TWO_128.shiftRight(1).negate());
  }

  private static BigInteger wrapped(BigInteger a) {
    BigInteger positive = a.mod(TWO_128);
    return positive.testBit(127) ? positive.subtract(TWO_128) : positive;
  }
}
