package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Hyperparameter.COMMIT_REVEAL_ENABLED;
import static epochal.subnets.subnet.Hyperparameter.MAX_WEIGHTS_LIMIT;
import static epochal.subnets.subnet.Hyperparameter.MIN_ALLOWED_WEIGHTS;
import static epochal.subnets.subnet.Hyperparameter.WEIGHTS_SET_RATE_LIMIT;
import static epochal.subnets.subnet.Hyperparameter.WEIGHTS_VERSION_KEY;
import static epochal.subnets.subnet.Subnets.ONE;
import static epochal.subnets.subnet.Subnets.permit;
import static epochal.subnets.subnet.Subnets.with;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 04 §1 and §2: each check by itself, and each before the one after it. */
class SetWeightsTest {
  private static final EntityId VALIDATOR = EntityId.validator(hotkey(1));
  private static final NetworkParameters NETWORK = network();

  private static NetworkParameters network() {
    var network = new ClassicNetwork();
    network.weightsMinimumStake = Rao.tao(1_000);
    return network.build();
  }

  /** Three seats; all demands are made; hotkey 1 set its last weights at block 950. */
  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> strict(
      UnaryOperator<Hyperparameters> change) {
    return with(
            3,
            values ->
                change.apply(
                    values
                        .with(WEIGHTS_VERSION_KEY, 5)
                        .with(MIN_ALLOWED_WEIGHTS, 2)
                        .with(MAX_WEIGHTS_LIMIT, 40_000)))
        .happened(950, new SubnetEvent.WeightsSet(0, WeightRow.EMPTY))
        .in(NETWORK)
        .at(1_000);
  }

  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> rich(
      Scenario<SubnetState, SubnetCommand, SubnetEvent> before) {
    return before.fact(VALIDATOR, new Fact.ValidatorStanding(null, true, Rao.tao(1_000)));
  }

  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> strict() {
    return strict(values -> values);
  }

  /** Everything in order but for the row: stake, time, permit. */
  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> ready() {
    return rich(strict()).state(permit(0)).at(1_050);
  }

  private static SubnetCommand set(int[] uids, int[] values, long versionKey) {
    return new SubnetCommand.SetWeights(
        hotkey(1), ONE, IntVector.of(uids), IntVector.of(values), versionKey);
  }

  private static int[] row(int... numbers) {
    return numbers;
  }

  @Test
  void a_good_row_is_stored_upscaled_and_replaces_the_former_whole() {
    var outcome =
        ready()
            .when(set(row(2, 1), row(4, 3), 5))
            .thenEvents(
                new SubnetEvent.WeightsSet(
                    0, new WeightRow(IntVector.of(2, 1), IntVector.of(65_535, 49_151))));
    assertThat(outcome.state().neurons().get(0).lastUpdate()).isEqualTo(1_050);
    assertThat(outcome.state().neurons().get(0).weights().targets()).isEqualTo(IntVector.of(2, 1));
  }

  @Nested
  class Each_check_comes_before_the_next {
    @Test
    void CommitRevealEnabled_before_everything() {
      strict(values -> values.with(COMMIT_REVEAL_ENABLED, 1))
          .when(set(row(0, 1), row(1), 0))
          .thenRejected(RejectionCode.CommitRevealEnabled);
    }

    @Test
    void WeightVecNotEqualSize_before_SubNetworkDoesNotExist() {
      Subnets.none()
          .when(set(row(0, 1), row(1), 0))
          .thenRejected(RejectionCode.WeightVecNotEqualSize);
    }

    @Test
    void SubNetworkDoesNotExist_before_UidsLengthExceedUidsInSubNet() {
      Subnets.none()
          .when(set(row(0), row(1), 0))
          .thenRejected(RejectionCode.SubNetworkDoesNotExist);
    }

    @Test
    void UidsLengthExceedUidsInSubNet_before_HotKeyNotRegisteredInSubNet() {
      strict()
          .when(
              new SubnetCommand.SetWeights(
                  hotkey(9), ONE, IntVector.of(0, 1, 2, 3), IntVector.of(1, 1, 1, 1), 0))
          .thenRejected(RejectionCode.UidsLengthExceedUidsInSubNet);
    }

    @Test
    void HotKeyNotRegisteredInSubNet_before_the_stake_is_even_asked_for() {
      strict()
          .when(
              new SubnetCommand.SetWeights(
                  hotkey(9), ONE, IntVector.of(0, 0), IntVector.of(1, 1), 0))
          .thenRejected(RejectionCode.HotKeyNotRegisteredInSubNet);
    }

    @Test
    void the_stake_is_asked_for_only_where_there_is_a_minimum() {
      strict().when(set(row(9, 9), row(1, 1), 0)).thenAsks(VALIDATOR, new Query.Standing());
      strict()
          .in(ClassicNetwork.parameters())
          .when(set(row(9, 9), row(1, 1), 0))
          .thenRejected(RejectionCode.IncorrectWeightVersionKey);
    }

    @Test
    void NotEnoughStakeToSetWeights_before_IncorrectWeightVersionKey() {
      Rao poor = Rao.tao(1_000).minus(Rao.of(1));
      strict()
          .fact(VALIDATOR, new Fact.ValidatorStanding(null, true, poor))
          .when(set(row(9, 9), row(1, 1), 4))
          .thenRejected(RejectionCode.NotEnoughStakeToSetWeights);
    }

    @Test
    void IncorrectWeightVersionKey_before_SettingWeightsTooFast() {
      rich(strict())
          .when(set(row(9, 9), row(1, 1), 4))
          .thenRejected(RejectionCode.IncorrectWeightVersionKey);
    }

    @Test
    void SettingWeightsTooFast_before_NeuronNoValidatorPermit() {
      rich(strict())
          .at(1_049)
          .when(set(row(9, 9), row(1, 1), 5))
          .thenRejected(RejectionCode.SettingWeightsTooFast);
    }

    @Test
    void NeuronNoValidatorPermit_before_DuplicateUids() {
      rich(strict())
          .at(1_050)
          .when(set(row(9, 9), row(1, 1), 5))
          .thenRejected(RejectionCode.NeuronNoValidatorPermit);
    }

    @Test
    void DuplicateUids_before_UidVecContainInvalidOne() {
      ready().when(set(row(9, 9), row(1, 1), 5)).thenRejected(RejectionCode.DuplicateUids);
    }

    @Test
    void UidVecContainInvalidOne_before_WeightVecLengthIsLow() {
      ready().when(set(row(3), row(1), 5)).thenRejected(RejectionCode.UidVecContainInvalidOne);
    }

    @Test
    void WeightVecLengthIsLow_before_MaxWeightExceeded() {
      ready().when(set(row(1), row(1), 5)).thenRejected(RejectionCode.WeightVecLengthIsLow);
    }

    @Test
    void MaxWeightExceeded_last() {
      ready().when(set(row(1, 2), row(2, 1), 5)).thenRejected(RejectionCode.MaxWeightExceeded);
      ready().when(set(row(1, 2), row(3, 2), 5)).events();
    }
  }

  @Nested
  class The_version_key {
    @Test
    void may_be_higher_and_is_unsigned() {
      ready().when(set(row(1, 2), row(1, 1), 6)).events();
      ready().when(set(row(1, 2), row(1, 1), -1)).events();
    }

    @Test
    void is_not_demanded_by_a_subnet_with_key_zero() {
      rich(strict(values -> values.with(WEIGHTS_VERSION_KEY, 0)))
          .state(permit(0))
          .at(1_050)
          .when(set(row(1, 2), row(1, 1), 0))
          .events();
    }
  }

  @Nested
  class The_rate_limit {
    @Test
    void does_not_bind_whoever_has_no_update_at_all() {
      with(3, WEIGHTS_SET_RATE_LIMIT, 100)
          .state(permit(0))
          .at(5)
          .when(set(row(1), row(1), 0))
          .events();
    }

    @Test
    void binds_a_fresh_seat_from_its_registration_on() {
      var before = Subnets.register(Subnets.withSeats(0).at(20), 1).andThen();
      before.at(119).when(set(row(0), row(1), 0)).thenRejected(RejectionCode.SettingWeightsTooFast);
      before.at(120).when(set(row(0), row(1), 0)).events();
    }

    @Test
    void may_be_switched_off() {
      rich(strict(values -> values.with(WEIGHTS_SET_RATE_LIMIT, 0)))
          .state(permit(0))
          .at(950)
          .when(set(row(1, 2), row(1, 1), 5))
          .events();
    }
  }

  @Nested
  class A_weight_on_itself_alone {
    @Test
    void needs_no_permit_no_length_and_has_no_limit() {
      rich(strict()).at(1_050).when(set(row(0), row(1), 5)).events();
    }

    @Test
    void is_still_bound_by_stake_version_and_rate() {
      strict()
          .fact(VALIDATOR, new Fact.ValidatorStanding(null, true, Rao.ZERO))
          .at(1_050)
          .when(set(row(0), row(1), 5))
          .thenRejected(RejectionCode.NotEnoughStakeToSetWeights);
      rich(strict())
          .at(1_049)
          .when(set(row(0), row(1), 5))
          .thenRejected(RejectionCode.SettingWeightsTooFast);
    }

    @Test
    void is_not_that_on_another_seat() {
      rich(strict())
          .at(1_050)
          .when(set(row(1), row(1), 5))
          .thenRejected(RejectionCode.NeuronNoValidatorPermit);
    }
  }

  @Nested
  class Rows {
    private final Scenario<SubnetState, SubnetCommand, SubnetEvent> open =
        with(3, MIN_ALLOWED_WEIGHTS, 0).state(permit(0)).at(5);

    @Test
    void of_zeros_are_stored_as_zeros() {
      open.when(set(row(1, 2), row(0, 0), 0))
          .thenEvents(
              new SubnetEvent.WeightsSet(0, new WeightRow(IntVector.of(1, 2), IntVector.of(0, 0))));
    }

    @Test
    void of_nothing_withdraw_the_vote_where_nothing_is_demanded() {
      open.when(set(row(), row(), 0)).thenEvents(new SubnetEvent.WeightsSet(0, WeightRow.EMPTY));
      ready().when(set(row(), row(), 5)).thenRejected(RejectionCode.WeightVecLengthIsLow);
    }

    @Test
    void need_no_more_entries_than_there_are_seats() {
      with(3, MIN_ALLOWED_WEIGHTS, 1_024)
          .state(permit(0))
          .at(5)
          .when(set(row(0, 1, 2), row(1, 1, 1), 0))
          .events();
    }

    @Test
    void are_upscaled_as_the_specification_shows() {
      int[][] examples = {{1, 2, 4}, {40_000, 20_000, 0}, {60_000, 30_000, 10_000}, {65_535, 1, 0}};
      int[][] stored = {
        {16_384, 32_768, 65_535}, {65_535, 32_767, 0}, {65_535, 32_767, 10_922}, {65_535, 1, 0}
      };
      for (int i = 0; i < examples.length; i++) {
        open.when(set(row(0, 1, 2), examples[i], 0))
            .thenEvents(
                new SubnetEvent.WeightsSet(
                    0, new WeightRow(IntVector.of(0, 1, 2), IntVector.of(stored[i]))));
      }
    }

    @Test
    void with_numbers_that_are_no_unsigned_16_bits_are_bad_requests() {
      open.when(set(row(1), row(65_536), 0)).thenRejected(RejectionCode.BadRequest);
      open.when(set(row(1), row(-1), 0)).thenRejected(RejectionCode.BadRequest);
      open.when(set(row(-1), row(1), 0)).thenRejected(RejectionCode.BadRequest);
    }
  }
}
