package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.SUDO;
import static epochal.subnets.subnet.Hyperparameter.ALPHA_HIGH;
import static epochal.subnets.subnet.Hyperparameter.ALPHA_LOW;
import static epochal.subnets.subnet.Hyperparameter.LIQUID_ALPHA_ENABLED;
import static epochal.subnets.subnet.Subnets.ONE;
import static epochal.subnets.subnet.Subnets.with;
import static epochal.subnets.subnet.Subnets.withSeats;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.rejection.RejectionCode;
import epochal.subnets.subnet.Hyperparameter.Setter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Spec 03 §8, the classic columns. */
class HyperparameterTest {

  private static SubnetCommand set(AccountId actor, String parameter, long value) {
    return new SubnetCommand.SetHyperparameter(actor, ONE, parameter, value);
  }

  private static void sets(
      AccountId actor, Hyperparameter parameter, long value, @Nullable RejectionCode code) {
    var outcome = withSeats(3).at(10).when(set(actor, parameter.specName(), value));
    if (code == null) {
      outcome.thenEvents(new SubnetEvent.HyperparameterSet(parameter.specName(), value));
      assertThat(outcome.state().parameters().get(parameter)).isEqualTo(value);
    } else {
      outcome.thenRejected(code);
    }
  }

  /** Initial value; who sets it; the lowest and highest value that anyone may set at first. */
  @ParameterizedTest
  @CsvSource({
    "rho, 10, OWNER, 0, 65535",
    "kappa, 32767, OWNER, 0, 65535",
    "immunity_period, 5000, OWNER, 0, 65535",
    "min_allowed_weights, 1, OWNER, 0, 65535",
    "max_weights_limit, 65535, OWNER, 0, 65535",
    "tempo, 360, ROOT, 0, 65535",
    "max_allowed_uids, 256, ROOT, 3, 4096",
    "max_allowed_validators, 64, ROOT, 0, 256",
    "adjustment_interval, 360, ROOT, 0, 65535",
    "target_regs_per_interval, 1, ROOT, 1, 65535",
    "max_regs_per_block, 1, ROOT, 0, 65535",
    "registration_allowed, 1, OWNER, 0, 1",
    "pow_registration_allowed, 0, OWNER, 0, 1",
    "min_burn, 1, OWNER, 0, 100000000000",
    "max_burn, 100000000000, OWNER, 1, 9223372036854775807",
    "commit_reveal_enabled, 0, OWNER, 0, 1",
    "activity_cutoff, 5000, OWNER, 0, 65535",
    "bonds_moving_avg, 900000, OWNER, 0, 975000",
    "bonds_penalty, 65535, OWNER, 0, 65535",
    "liquid_alpha_enabled, 0, OWNER, 0, 1",
    "alpha_sigmoid_steepness, 1000, OWNER, 0, 32767",
    "yuma3_enabled, 0, OWNER, 0, 1"
  })
  void has_its_initial_value_setter_and_range(
      String name, long initial, Setter setter, long lowest, long highest) {
    Hyperparameter parameter = Hyperparameter.named(name).orElseThrow();
    assertThat(withSeats(0).state().parameters().get(parameter)).isEqualTo(initial);
    assertThat(parameter.setter()).isEqualTo(setter);
    AccountId setting = setter == Setter.OWNER ? ALICE : SUDO;
    sets(setting, parameter, lowest, null);
    sets(setting, parameter, highest, null);
    for (long outside : new long[] {lowest - 1, highest + 1}) {
      assertThat(withSeats(3).at(10).when(set(setting, name, outside)).decision())
          .as("%s = %s", name, outside)
          .isInstanceOf(Decision.Rejected.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "difficulty, 10000000",
    "min_difficulty, 18446744073709551615",
    "max_difficulty, 18446744073709551615",
    "adjustment_alpha, 17893341751498265066",
    "weights_version_key, 0",
    "weights_set_rate_limit, 100",
    "commit_reveal_interval, 1000",
    "serving_rate_limit, 50"
  })
  void of_64_bits_is_unsigned_and_takes_every_value(String name, String initial) {
    Hyperparameter parameter = Hyperparameter.named(name).orElseThrow();
    assertThat(parameter.show(parameter.initial())).isEqualTo(initial);
    sets(ALICE, parameter, 0, null);
    sets(ALICE, parameter, -1, null);
  }

  @ParameterizedTest
  @EnumSource(Hyperparameter.class)
  void is_set_by_its_setter_only(Hyperparameter parameter) {
    sets(BOB, parameter, parameter.initial(), RejectionCode.BadOrigin);
    if (parameter.setter() == Setter.ROOT) {
      sets(ALICE, parameter, parameter.initial(), RejectionCode.BadOrigin);
    }
    if (parameter != ALPHA_LOW && parameter != ALPHA_HIGH) {
      sets(SUDO, parameter, parameter.initial(), null);
    }
  }

  @Test
  void all_are_known_by_their_names() {
    assertThat(Hyperparameter.values()).hasSize(32);
    for (Hyperparameter parameter : Hyperparameter.values()) {
      assertThat(Hyperparameter.named(parameter.specName())).contains(parameter);
    }
  }

  @Test
  void refusals_come_in_order() {
    Subnets.none().when(set(BOB, "nothing", -1)).thenRejected(RejectionCode.SubnetDoesNotExist);
    withSeats(0).when(set(BOB, "nothing", -1)).thenRejected(RejectionCode.BadRequest);
    withSeats(0).when(set(BOB, "rho", -1)).thenRejected(RejectionCode.BadOrigin);
    withSeats(0).when(set(ALICE, "rho", -1)).thenRejected(RejectionCode.ValueNotInBounds);
  }

  @Test
  void each_bound_has_its_own_error() {
    sets(SUDO, Hyperparameter.MAX_ALLOWED_UIDS, 2, RejectionCode.MaxAllowedUIdsLessThanCurrentUIds);
    sets(
        SUDO,
        Hyperparameter.MAX_ALLOWED_UIDS,
        4_097,
        RejectionCode.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
    sets(
        SUDO,
        Hyperparameter.MAX_ALLOWED_VALIDATORS,
        257,
        RejectionCode.MaxValidatorsLargerThanMaxUIds);
    sets(
        ALICE,
        Hyperparameter.BONDS_MOVING_AVG,
        975_001,
        RejectionCode.BondsMovingAverageMaxReached);
    sets(ALICE, Hyperparameter.ALPHA_SIGMOID_STEEPNESS, -1, RejectionCode.NegativeSigmoidSteepness);
    sets(ALICE, Hyperparameter.MIN_BURN, 100_000_000_001L, RejectionCode.ValueNotInBounds);
    sets(ALICE, Hyperparameter.MAX_BURN, 0, RejectionCode.ValueNotInBounds);
  }

  @Test
  void root_is_not_bound_where_only_owners_are() {
    sets(SUDO, Hyperparameter.BONDS_MOVING_AVG, 1_000_000, null);
    sets(SUDO, Hyperparameter.ALPHA_SIGMOID_STEEPNESS, -32_768, null);
  }

  @Test
  void alphas_need_liquid_alpha_and_stay_in_order() {
    sets(ALICE, ALPHA_LOW, 45_875, RejectionCode.LiquidAlphaDisabled);
    sets(ALICE, ALPHA_HIGH, 0, RejectionCode.LiquidAlphaDisabled);
    var liquid = with(0, LIQUID_ALPHA_ENABLED, 1);
    liquid.when(set(ALICE, "alpha_high", 1_637)).thenRejected(RejectionCode.AlphaHighTooLow);
    liquid.when(set(ALICE, "alpha_high", 45_874)).thenRejected(RejectionCode.AlphaLowOutOfRange);
    liquid.when(set(ALICE, "alpha_high", 45_875)).events();
    liquid.when(set(ALICE, "alpha_low", 1_637)).thenRejected(RejectionCode.AlphaLowOutOfRange);
    liquid.when(set(ALICE, "alpha_low", 58_983)).thenRejected(RejectionCode.AlphaLowOutOfRange);
    liquid.when(set(ALICE, "alpha_low", 1_638)).events();
    liquid.when(set(ALICE, "alpha_low", 58_982)).events();
  }

  @Test
  void tempo_and_registration_are_told_to_the_emission_and_the_others_are_not() {
    withSeats(0)
        .when(set(SUDO, "tempo", 99))
        .thenSends(EntityId.NETWORK_EMISSION, new Message.SubnetTerms(ONE, true, 99, true, ALICE));
    withSeats(0)
        .when(set(ALICE, "registration_allowed", 0))
        .thenSends(
            EntityId.NETWORK_EMISSION, new Message.SubnetTerms(ONE, true, 360, false, ALICE));
    withSeats(0).when(set(ALICE, "rho", 99)).thenSends();
  }

  @Test
  void a_move_of_the_terms_that_was_due_happens_under_the_former_values() {
    var outcome = withSeats(0).at(360).when(set(ALICE, "min_burn", 2_000_000_000));
    assertThat(outcome.events()).hasSize(2);
    assertThat(outcome.state().registrations().burn().amount()).isEqualTo(984_998_703);
  }
}
