package epochal.subnets.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Workers;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import epochal.subnets.subnet.Hyperparameter;
import epochal.subnets.subnet.Hyperparameters;
import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.SparseRow;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Yuma consensus is given of all that an epoch depends on. */
class EpochHoldingTest {

  /** After the epoch of block 358, in which uids 0, 1, 2 sat by registrations 1, 2, 3. */
  private static EpochInput input(Fact.EpochSource source) {
    return holding(source).input();
  }

  private static EpochHolding holding(Fact.EpochSource source) {
    int n = source.hotkeys().size();
    var before =
        Epochs.held(10, false, new long[3], new long[3])
            .happened(359, new EpochEvent.EpochPaid(358, Rao.ZERO, Rao.of(10)))
            .state();
    return new EpochHolding(
        before,
        new EpochState.Due(719, 360, Rao.of(1_000)),
        source,
        9,
        new LongVector(new long[n]),
        new LongVector(new long[n]));
  }

  @Test
  void bonds_go_on_for_seats_that_did_not_change_hands() {
    assertThat(input(Epochs.source(1, 2, 3)).bonds()).allMatch(row -> row.size() == 1);
  }

  @Test
  void bonds_of_a_seat_that_changed_hands_are_cleared() {
    var bonds = input(Epochs.source(1, 4, 3)).bonds();
    assertThat(bonds).extracting(SparseRow::size).containsExactly(1, 0, 1);
  }

  @Test
  void a_new_seat_has_no_bonds() {
    var bonds = input(Epochs.source(1, 2, 3, 4)).bonds();
    assertThat(bonds).extracting(SparseRow::size).containsExactly(1, 1, 1, 0);
  }

  @Test
  void it_is_that_of_the_block_which_was_due_and_knows_the_one_before() {
    EpochInput input = input(Epochs.source(3));
    assertThat(input.currentBlock()).isEqualTo(719);
    assertThat(input.lastEpochBlock()).isEqualTo(358);
    assertThat(input.raoEmission()).isEqualTo(1_000);
    assertThat(input.ownerUid()).isEmpty();
    assertThat(input.commitBlocks()).containsOnly(EpochInput.NO_COMMIT);
  }

  @Test
  void the_subnets_hyperparameters_are_used() {
    Hyperparameters parameters =
        Hyperparameters.INITIAL
            .with(Hyperparameter.ACTIVITY_CUTOFF, 11)
            .with(Hyperparameter.MAX_ALLOWED_VALIDATORS, 12)
            .with(Hyperparameter.KAPPA, 13)
            .with(Hyperparameter.BONDS_PENALTY, 14)
            .with(Hyperparameter.YUMA3_ENABLED, 1)
            .with(Hyperparameter.LIQUID_ALPHA_ENABLED, 1)
            .with(Hyperparameter.ALPHA_LOW, 15)
            .with(Hyperparameter.ALPHA_HIGH, 16)
            .with(Hyperparameter.ALPHA_SIGMOID_STEEPNESS, -17)
            .with(Hyperparameter.BONDS_MOVING_AVG, 18);
    var used = input(with(parameters)).parameters();
    assertThat(used.tempo()).isEqualTo(360);
    assertThat(used.activityCutoff()).isEqualTo(11);
    assertThat(used.maxAllowedValidators()).isEqualTo(12);
    assertThat(used.kappa()).isEqualTo(13);
    assertThat(used.bondsPenalty()).isEqualTo(14);
    assertThat(used.yuma3()).isTrue();
    assertThat(used.liquidAlpha()).isTrue();
    assertThat(used.alphaLow()).isEqualTo(15);
    assertThat(used.alphaHigh()).isEqualTo(16);
    assertThat(used.alphaSigmoidSteepness()).isEqualTo(-17);
    assertThat(used.bondsMovingAverage()).isEqualTo(18);
  }

  private static Fact.EpochSource with(Hyperparameters parameters) {
    var base = Epochs.source(3);
    return new Fact.EpochSource(
        true,
        base.registrations(),
        base.hotkeys(),
        base.registrationNumbers(),
        base.blockAtRegistration(),
        base.lastUpdate(),
        base.permits(),
        base.weights(),
        parameters.byName());
  }

  @Test
  void a_subnet_that_does_not_tell_a_hyperparameter_is_a_bug() {
    var base = Epochs.source(1);
    var silent =
        new Fact.EpochSource(
            true,
            1,
            base.hotkeys(),
            base.registrationNumbers(),
            base.blockAtRegistration(),
            base.lastUpdate(),
            base.permits(),
            base.weights(),
            Collections.emptySortedMap());
    assertThatThrownBy(() -> input(silent)).isInstanceOf(IllegalStateException.class);
  }

  /** One validator scores one miner: half for each, and never more than there is. */
  @Test
  void miners_and_validators_have_half_each() {
    var base = Epochs.source(2);
    var source =
        new Fact.EpochSource(
            true,
            2,
            base.hotkeys(),
            base.registrationNumbers(),
            base.blockAtRegistration(),
            LongVector.of(700, 700),
            base.permits(),
            List.of(new WeightRow(IntVector.of(1), IntVector.of(65_535)), WeightRow.EMPTY),
            base.parameters());
    var holding =
        new EpochHolding(
            EpochState.none(Epochs.ONE),
            new EpochState.Due(719, 360, Rao.of(820_004_577)),
            source,
            9,
            LongVector.of(500, 0),
            LongVector.of(1, 1));
    EpochEvent.EpochHeld held = holding.hold(Workers.ONE);
    assertThat(held.serverEmission().values()).containsExactly(0, 410_002_288);
    assertThat(held.validatorEmission().values()).containsExactly(410_002_288, 0);
    assertThat(held.discarded()).isFalse();
    assertThat(EpochHolding.paid(held)).isEqualTo(Rao.of(820_004_576));
    assertThat(holding.hold(Workers.ONE)).as("the same whenever it is redone").isEqualTo(held);
  }
}
