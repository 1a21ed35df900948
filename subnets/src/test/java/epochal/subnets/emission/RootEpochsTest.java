package epochal.subnets.emission;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.emission.Emissions.atHeight;
import static epochal.subnets.emission.Emissions.subnet;
import static epochal.subnets.emission.Emissions.tick;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec 02 §1 and §4.1. */
class RootEpochsTest {
  private static final IntVector ALL = IntVector.of(1, 2, 3);

  private static Scenario<EmissionState, EmissionCommand, EmissionEvent> dueWith(Rao issuance) {
    return atHeight(
        Emissions.given(
            ClassicNetwork.parameters(),
            issuance,
            subnet(1, 360, 111),
            subnet(2, 360, 222),
            subnet(3, 360, 333)),
        98);
  }

  private static Fact source(WeightRow... votes) {
    var hotkeys = new ArrayList<AccountId>();
    for (int i = 1; i <= votes.length; i++) {
      hotkeys.add(hotkey(i));
    }
    return new Fact.RootSource(
        hotkeys, List.of(votes), List.of(Netuid.ROOT, Netuid.of(1), Netuid.of(2), Netuid.of(3)));
  }

  private static Fact example() {
    return source(
        new WeightRow(ALL, IntVector.of(0, 60, 40)),
        new WeightRow(ALL, IntVector.of(0, 100, 0)),
        new WeightRow(ALL, IntVector.of(20, 0, 80)));
  }

  private static Scenario<EmissionState, EmissionCommand, EmissionEvent> stakes(
      Scenario<EmissionState, EmissionCommand, EmissionEvent> before, long... stakes) {
    var scenario = before;
    for (int i = 1; i <= stakes.length; i++) {
      scenario =
          scenario.fact(
              EntityId.validator(hotkey(i)),
              new Fact.ValidatorStanding(coldkey(i), true, Rao.of(stakes[i - 1])),
              40 + i);
    }
    return scenario;
  }

  @Test
  void a_due_root_epoch_asks_root_for_its_votes_and_then_every_root_validator_for_its_stake() {
    var due = dueWith(Rao.ZERO);
    due.when(tick(99)).thenAsks(EntityId.ROOT, new Query.RootInputs());
    due.fact(EntityId.ROOT, example())
        .when(tick(99))
        .thenAsks(
            EntityId.validator(hotkey(1)),
            EntityId.validator(hotkey(2)),
            EntityId.validator(hotkey(3)));
    stakes(due.fact(EntityId.ROOT, example()), 500, 300)
        .when(tick(99))
        .thenAsks(EntityId.validator(hotkey(3)));
  }

  @Test
  void the_worked_example_of_the_specification_comes_out() {
    var outcome =
        stakes(dueWith(Rao.ZERO).fact(EntityId.ROOT, example()), 500, 300, 200).when(tick(99));
    var held = (EmissionEvent.RootEpochHeld) outcome.events().get(0);
    assertThat(held.blockEmission()).isEqualTo(Rao.tao(1));
    assertThat(held.stakes().values()).containsExactly(500, 300, 200);
    assertThat(held.stakeSequences().values()).containsExactly(41, 42, 43);
    assertThat(held.rootSequence()).isEqualTo(7);
    long[] expected = {0, 2_130_377, 641_802_372, 356_067_250};
    for (int i = 0; i < expected.length; i++) {
      assertThat(held.shares().get(i).netuid()).isEqualTo(Netuid.of(i));
      // The specification's figures are rounded; its last digits may differ by a few rao.
      assertThat(held.shares().get(i).emission().amount())
          .isBetween(expected[i] - 25, expected[i] + 25);
    }
  }

  @Test
  void the_new_shares_count_in_the_same_block() {
    var outcome =
        stakes(dueWith(Rao.ZERO).fact(EntityId.ROOT, example()), 500, 300, 200).when(tick(99));
    var held = (EmissionEvent.RootEpochHeld) outcome.events().get(0);
    var minted = (EmissionEvent.BlockMinted) outcome.events().get(1);
    assertThat(minted.height()).isEqualTo(99);
    Rao second = held.shares().get(2).emission();
    assertThat(minted.rewards().get(1).cut()).isEqualTo(RewardSplit.owned(second, 11_796).cut());
    assertThat(outcome.state().subnets().get(Netuid.of(2)).emission()).isEqualTo(second);
  }

  @Test
  void a_root_epoch_that_cannot_be_held_leaves_the_shares() {
    for (var scenario :
        List.of(
            dueWith(Rao.ZERO).fact(EntityId.ROOT, source()),
            stakes(dueWith(Rao.ZERO).fact(EntityId.ROOT, example()), 0, 0, 0))) {
      var outcome = scenario.when(tick(99));
      assertThat(outcome.events().get(0)).isInstanceOf(EmissionEvent.RootEpochSkipped.class);
      assertThat(outcome.events().get(1)).isInstanceOf(EmissionEvent.BlockMinted.class);
      assertThat(outcome.state().subnets().get(Netuid.of(2)).emission()).isEqualTo(Rao.of(222));
    }
  }

  @Test
  void weight_on_root_and_on_subnets_that_are_gone_is_minted_for_nobody() {
    var half = new WeightRow(IntVector.of(0, 1, 9), IntVector.of(50, 50, 50));
    var outcome = stakes(dueWith(Rao.ZERO).fact(EntityId.ROOT, source(half)), 500).when(tick(99));
    var held = (EmissionEvent.RootEpochHeld) outcome.events().get(0);
    assertThat(held.shares().get(0).emission()).isEqualTo(held.shares().get(1).emission());
    assertThat(outcome.state().subnets()).doesNotContainKey(Netuid.ROOT);
    long paid =
        ((EmissionEvent.BlockMinted) outcome.events().get(1))
            .rewards().stream().mapToLong(r -> r.cut().plus(r.accrued()).amount()).sum();
    assertThat(paid).isBetween(499_999_990L, 500_000_000L);
  }

  @Test
  void between_root_epochs_nobody_is_asked() {
    atHeight(dueWith(Rao.ZERO), 99).when(tick(100)).events();
    atHeight(dueWith(Rao.ZERO), 199).when(tick(200)).thenAsks(EntityId.ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000000",
    "10499999999999999, 1000000000",
    "10500000000000000, 500000000",
    "12000000000000000, 500000000",
    "15750000000000000, 250000000",
    "18375000000000000, 125000000",
    "19687500000000000, 62500000",
    "20343750000000000, 31250000",
    "20671875000000000, 15625000",
    "20999000000000000, 61035",
    "21000000000000000, 0"
  })
  void the_reward_halves_by_issuance(long issuance, long reward) {
    var outcome =
        stakes(dueWith(Rao.of(issuance)).fact(EntityId.ROOT, example()), 500, 300, 200)
            .when(tick(99));
    assertThat(((EmissionEvent.RootEpochHeld) outcome.events().get(0)).blockEmission())
        .isEqualTo(Rao.of(reward));
  }
}
