package epochal.subnets.root;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.root.Roots.seated;
import static epochal.subnets.root.Roots.standing;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import epochal.subnets.subnet.SubnetCommand;
import org.junit.jupiter.api.Test;

/** Spec 02 §4.3: each check before the one after it. */
class RootVoteTest {
  private static final EntityId VALIDATOR = EntityId.validator(hotkey(1));
  private static final NetworkParameters NETWORK = network();

  private static NetworkParameters network() {
    var network = new ClassicNetwork();
    network.weightsMinimumStake = Rao.of(1_000);
    return network.build();
  }

  private static RootCommand.SetRootWeights vote(int[] netuids, int... values) {
    return vote(1, netuids, values);
  }

  private static RootCommand.SetRootWeights vote(int hotkey, int[] netuids, int... values) {
    return new RootCommand.SetRootWeights(
        coldkey(hotkey), hotkey(hotkey), IntVector.of(netuids), IntVector.of(values), 0);
  }

  private static int[] on(int... netuids) {
    return netuids;
  }

  /** One root validator, hotkey 1, who voted at block 500; subnets 1 and 2. */
  private static Scenario<RootState, RootCommand, RootEvent> voted(long stake) {
    return seated(NETWORK, 1)
        .happened(500, new RootEvent.RootWeightsSet(0, WeightRow.EMPTY))
        .at(599)
        .fact(VALIDATOR, standing(1, stake));
  }

  @Test
  void the_hotkey_is_asked_first() {
    seated(NETWORK, 1).when(vote(on(9, 9), 1)).thenAsks(VALIDATOR, new Query.Standing());
  }

  @Test
  void a_vote_is_stored_upscaled() {
    var outcome =
        voted(1_000)
            .at(600)
            .when(vote(on(0, 2, 1), 1, 2, 4))
            .thenEvents(
                new RootEvent.RootWeightsSet(
                    0, new WeightRow(IntVector.of(0, 2, 1), IntVector.of(16_384, 32_768, 65_535))));
    assertThat(outcome.state().seats().get(0).lastUpdate()).isEqualTo(600);
  }

  @Test
  void HotKeyAccountNotExists_comes_first() {
    seated(NETWORK, 1)
        .fact(VALIDATOR, new Fact.ValidatorStanding(null, false, Rao.ZERO))
        .when(vote(on(9, 9), 1))
        .thenRejected(RejectionCode.HotKeyAccountNotExists);
  }

  @Test
  void NonAssociatedColdKey_comes_before_WeightVecNotEqualSize() {
    seated(NETWORK, 1)
        .fact(VALIDATOR, standing(7, 0))
        .when(vote(on(9, 9), 1))
        .thenRejected(RejectionCode.NonAssociatedColdKey);
  }

  @Test
  void WeightVecNotEqualSize_comes_before_UidVecContainInvalidOne() {
    voted(0).when(vote(on(9, 9), 1)).thenRejected(RejectionCode.WeightVecNotEqualSize);
  }

  @Test
  void UidVecContainInvalidOne_comes_before_HotKeyNotRegisteredInSubNet() {
    var stranger = seated(NETWORK, 1).fact(EntityId.validator(hotkey(8)), standing(8, 0));
    for (int unknown : new int[] {3, -1, 65_536}) {
      stranger.when(vote(8, on(unknown), 1)).thenRejected(RejectionCode.UidVecContainInvalidOne);
    }
    stranger.when(vote(8, on(1, 1), 1, 1)).thenRejected(RejectionCode.HotKeyNotRegisteredInSubNet);
  }

  @Test
  void NotEnoughStakeToSetWeights_comes_before_SettingWeightsTooFast() {
    voted(999).when(vote(on(1, 1), 1, 1)).thenRejected(RejectionCode.NotEnoughStakeToSetWeights);
  }

  @Test
  void SettingWeightsTooFast_comes_before_DuplicateUids() {
    voted(1_000).when(vote(on(1, 1), 1, 1)).thenRejected(RejectionCode.SettingWeightsTooFast);
    voted(1_000).at(600).when(vote(on(1, 1), 1, 1)).thenRejected(RejectionCode.DuplicateUids);
  }

  @Test
  void who_never_voted_is_not_limited_at_genesis() {
    seated(NETWORK, 1).at(1).fact(VALIDATOR, standing(1, 1_000)).when(vote(on(1), 1)).events();
  }

  @Test
  void an_empty_vote_withdraws_it() {
    voted(1_000)
        .at(600)
        .when(vote(on()))
        .thenEvents(new RootEvent.RootWeightsSet(0, WeightRow.EMPTY));
  }

  @Test
  void values_are_unsigned_16_bits() {
    voted(1_000).at(600).when(vote(on(1), 65_536)).thenRejected(RejectionCode.BadRequest);
    voted(1_000).at(600).when(vote(on(1), -1)).thenRejected(RejectionCode.BadRequest);
  }

  @Test
  void the_calls_of_a_subnet_are_foreign_to_root() {
    var root = new RootNetwork(NETWORK);
    assertThat(root.foreign(vote(on(1), 1))).isNull();
    assertThat(
            root.foreign(
                new SubnetCommand.SetWeights(
                    hotkey(1), Netuid.ROOT, IntVector.of(1), IntVector.of(1), 0)))
        .extracting("code")
        .isEqualTo(RejectionCode.CanNotSetRootNetworkWeights);
    assertThat(root.foreign(new SubnetCommand.SetHyperparameter(coldkey(1), Netuid.ROOT, "rho", 1)))
        .extracting("code")
        .isEqualTo(RejectionCode.BadRequest);
  }
}
