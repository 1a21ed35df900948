package epochal.subnets.subnet;

import static epochal.subnets.subnet.Hyperparameter.ADJUSTMENT_ALPHA;
import static epochal.subnets.subnet.Hyperparameter.ADJUSTMENT_INTERVAL;
import static epochal.subnets.subnet.Hyperparameter.MAX_BURN;
import static epochal.subnets.subnet.Hyperparameter.MAX_DIFFICULTY;
import static epochal.subnets.subnet.Hyperparameter.MIN_BURN;
import static epochal.subnets.subnet.Hyperparameter.MIN_DIFFICULTY;
import static epochal.subnets.subnet.Hyperparameter.TARGET_REGS_PER_INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.money.Rao;
import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Spec 03 §5.1: how the price and the difficulty move. */
class RegistrationTermsTest {
  private static final long ALPHA_97 = ADJUSTMENT_ALPHA.initial();
  private static final Hyperparameters PARAMETERS =
      Hyperparameters.INITIAL.with(MIN_DIFFICULTY, 1).with(MAX_DIFFICULTY, Long.MIN_VALUE);

  private static Registrations terms(long burn, long difficulty, int registrations) {
    return new Registrations(9, Rao.of(burn), difficulty, registrations, 1, 5, 0);
  }

  private static Registrations after(long alpha, int target, int registrations) {
    return terms(1_000_000_000, 1_000_000_000, registrations)
        .adjusted(
            PARAMETERS.with(ADJUSTMENT_ALPHA, alpha).with(TARGET_REGS_PER_INTERVAL, target), 360);
  }

  private static void isAbout(long value, long expected) {
    // 18 fraction bits hold 0.97 to within 3 in a million.
    assertThat(Math.abs(value - expected)).isLessThanOrEqualTo(expected / 100_000);
  }

  @Test
  void without_registrations_both_fall_to_0_985() {
    Registrations after = after(ALPHA_97, 1, 0);
    isAbout(after.burn().amount(), 985_000_000);
    isAbout(after.difficulty(), 985_000_000);
  }

  @Test
  void with_as_many_registrations_as_the_target_neither_moves() {
    Registrations after = after(ALPHA_97, 1, 1);
    assertThat(after.burn()).isEqualTo(Rao.tao(1));
    isAbout(after.difficulty(), 1_000_000_000);
  }

  @Test
  void with_three_times_the_target_the_price_rises_to_1_03_and_the_difficulty_stays() {
    Registrations after = after(ALPHA_97, 1, 3);
    isAbout(after.burn().amount(), 1_030_000_000);
    assertThat(after.difficulty()).isEqualTo(1_000_000_000);
  }

  @Test
  void below_the_target_only_the_difficulty_falls() {
    Registrations after = after(0, 4, 2);
    assertThat(after.burn()).isEqualTo(Rao.tao(1));
    assertThat(after.difficulty()).isEqualTo(750_000_000);
  }

  @Test
  void without_smoothing_they_halve_when_nobody_comes_and_double_at_three_times_the_target() {
    assertThat(after(0, 1, 0).burn()).isEqualTo(Rao.of(500_000_000));
    assertThat(after(0, 1, 3).burn()).isEqualTo(Rao.tao(2));
    assertThat(after(0, 2, 6).burn()).isEqualTo(Rao.tao(2));
  }

  @Test
  void the_price_stays_between_its_bounds() {
    var parameters = PARAMETERS.with(ADJUSTMENT_ALPHA, 0).with(MIN_BURN, 600).with(MAX_BURN, 900);
    assertThat(terms(1_000, 5, 0).adjusted(parameters, 360).burn()).isEqualTo(Rao.of(600));
    assertThat(terms(800, 5, 3).adjusted(parameters, 360).burn()).isEqualTo(Rao.of(900));
    assertThat(terms(1_400, 5, 0).adjusted(parameters, 360).burn()).isEqualTo(Rao.of(700));
  }

  @Test
  void the_difficulty_is_unsigned() {
    var parameters = PARAMETERS.with(ADJUSTMENT_ALPHA, 0).with(MAX_DIFFICULTY, -1);
    assertThat(terms(1, -2, 0).adjusted(parameters, 360).difficulty()).isEqualTo(Long.MAX_VALUE);
    assertThat(terms(1, 5, 0).adjusted(parameters.with(MIN_DIFFICULTY, -1), 360).difficulty())
        .isEqualTo(-1);
  }

  @Test
  void nothing_moves_before_the_interval_is_over() {
    Registrations before = terms(1_000, 5, 0);
    assertThat(before.adjusted(PARAMETERS, 359)).isEqualTo(before);
    assertThat(before.adjusted(PARAMETERS, 360)).isNotEqualTo(before);
  }

  @Test
  void the_counter_of_the_interval_starts_again_and_that_of_the_block_does_not() {
    Registrations after = terms(1_000, 5, 2).adjusted(PARAMETERS, 360);
    assertThat(after.thisInterval()).isZero();
    assertThat(after.lastAdjustment()).isEqualTo(360);
    assertThat(after.thisBlock()).isEqualTo(1);
    assertThat(after.total()).isEqualTo(9);
  }

  @Test
  void missed_intervals_are_made_up_for_each_at_its_own_block() {
    var parameters = PARAMETERS.with(ADJUSTMENT_ALPHA, 0).with(ADJUSTMENT_INTERVAL, 100);
    Registrations after = terms(1_000_000, 1_000_000, 3).adjusted(parameters, 399);
    assertThat(after.burn()).as("doubled, halved, halved").isEqualTo(Rao.of(500_000));
    assertThat(after.lastAdjustment()).isEqualTo(300);
  }

  @Test
  void an_interval_of_zero_never_ends() {
    Registrations before = terms(1_000, 5, 0);
    assertThat(before.adjusted(PARAMETERS.with(ADJUSTMENT_INTERVAL, 0), Long.MAX_VALUE - 1))
        .isEqualTo(before);
  }

  @Property(tries = 500)
  void the_moved_price_is_within_one_rao_and_the_rounding_of_alpha_of_the_formula(
      @ForAll @LongRange(min = 1, max = 100_000_000_000L) long burn,
      @ForAll @IntRange(min = 1, max = 100) int target,
      @ForAll @IntRange(max = 300) int extra) {
    int registrations = target + 1 + extra;
    var parameters =
        PARAMETERS.with(MAX_BURN, Long.MAX_VALUE).with(TARGET_REGS_PER_INTERVAL, target);
    long moved = terms(burn, 1, registrations).adjusted(parameters, 360).burn().amount();
    var exact =
        new BigDecimal(burn)
            .multiply(new BigDecimal("0.97"))
            .add(
                new BigDecimal(burn)
                    .multiply(new BigDecimal("0.03"))
                    .multiply(new BigDecimal(registrations + target))
                    .divide(new BigDecimal(2L * target), MathContext.DECIMAL64));
    var tolerance = exact.multiply(new BigDecimal("0.0002")).add(new BigDecimal(2));
    assertThat(new BigDecimal(moved).subtract(exact).abs()).isLessThan(tolerance);
    assertThat(moved).isGreaterThanOrEqualTo(burn - 1);
  }

  @Test
  void the_clock_has_the_move_recorded_when_it_is_due() {
    var before = Subnets.withSeats(0);
    Subnet subnet = new Subnet();
    assertThat(subnet.wakeAt(before.state())).isEqualTo(360);
    assertThat(subnet.todo(before.state(), 359)).isNull();
    assertThat(subnet.todo(before.state(), 360)).isEqualTo(new SubnetCommand.AdjustTerms());
    var outcome = before.at(360).when(new SubnetCommand.AdjustTerms());
    assertThat(outcome.events()).hasSize(1);
    assertThat(subnet.wakeAt(outcome.state())).isEqualTo(720);
    before.at(359).when(new SubnetCommand.AdjustTerms()).thenNothingHappens();
    Subnets.none().at(359).when(new SubnetCommand.AdjustTerms()).thenNothingHappens();
  }
}
