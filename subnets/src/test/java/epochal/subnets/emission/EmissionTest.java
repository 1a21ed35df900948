package epochal.subnets.emission;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.subnets.emission.Emissions.ISSUED;
import static epochal.subnets.emission.Emissions.ONE;
import static epochal.subnets.emission.Emissions.atHeight;
import static epochal.subnets.emission.Emissions.subnet;
import static epochal.subnets.emission.Emissions.tick;
import static epochal.subnets.emission.Emissions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.subnets.emission.EmissionEvent.SubnetReward;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 02 §2.1, §3 and §5. */
class EmissionTest {
  private static final Rao CUT = Rao.of(179_995_422);
  private static final Rao ACCRUED = Rao.of(820_004_577);

  private static EmissionEvent minted(long block, SubnetReward... rewards) {
    return new EmissionEvent.BlockMinted(block, List.of(rewards));
  }

  private static SubnetReward reward(@Nullable Rao due) {
    return new SubnetReward(ONE, ALICE, CUT, ACCRUED, due);
  }

  private static Outgoing cut(Rao amount) {
    return new Outgoing(
        EntityId.account(ALICE), new Message.Credit(amount, Message.Credit.Reason.OWNER_CUT));
  }

  @Nested
  class The_split {
    @Test
    void of_one_tao_is_18_percent_for_the_owner_and_the_rest_for_the_epoch() {
      assertThat(RewardSplit.owned(Rao.tao(1), 11_796)).isEqualTo(new RewardSplit(CUT, ACCRUED));
    }

    @Test
    void without_an_owner_leaves_all_for_the_epoch() {
      assertThat(RewardSplit.ownerless(Rao.tao(1)))
          .isEqualTo(new RewardSplit(Rao.ZERO, Rao.tao(1)));
    }
  }

  @Property
  void the_split_loses_less_than_two_rao(@ForAll @LongRange(max = 1_000_000_000) long emission) {
    RewardSplit split = RewardSplit.owned(Rao.of(emission), 11_796);
    assertThat(emission - split.cut().plus(split.accrued()).amount()).isBetween(0L, 1L);
    assertThat(split.cut().amount()).isEqualTo(emission * 11_796 / 65_535);
  }

  @Nested
  class A_block {
    @Test
    void pays_the_owner_and_accrues_the_rest() {
      var outcome =
          with(subnet(1, 360, 1_000_000_000))
              .at(1)
              .when(tick(1))
              .thenEvents(minted(1, reward(null)))
              .thenSends(cut(CUT));
      assertThat(outcome.holdings()).isEqualTo(ACCRUED);
      assertThat(outcome.state().height()).isEqualTo(1);
      assertThat(outcome.state().issuance())
          .as("only the cut is issued")
          .isEqualTo(ISSUED.plus(CUT));
      assertThat(outcome.state().minted()).isEqualTo(ISSUED.plus(CUT).plus(ACCRUED));
    }

    @Test
    void that_runs_an_epoch_hands_over_all_that_accrued() {
      var before = atHeight(with(subnet(1, 360, 1_000_000_000)), 356);
      var waited = before.when(tick(357)).andThen();
      assertThat(waited.state().subnets().get(ONE).stepsSince()).isEqualTo(1);
      Rao due = ACCRUED.plus(ACCRUED);
      var outcome =
          waited
              .at(358)
              .when(tick(358))
              .thenEvents(minted(358, reward(due)))
              .thenSends(
                  cut(CUT),
                  new Outgoing(EntityId.emission(ONE), new Message.EpochDue(358, 360, due)));
      assertThat(outcome.holdings()).isEqualTo(Rao.ZERO);
      assertThat(outcome.state().subnets().get(ONE).lastStep()).isEqualTo(358);
      assertThat(outcome.state().subnets().get(ONE).stepsSince()).isZero();
    }

    @Test
    void of_a_subnet_without_an_owner_accrues_everything() {
      var outcome =
          with(new EmissionCommand.FirstSubnet(ONE, null, 360, true, Rao.tao(1)))
              .at(1)
              .when(tick(1))
              .thenSends();
      assertThat(outcome.holdings()).isEqualTo(Rao.tao(1));
    }

    @Test
    void passes_over_a_subnet_that_takes_no_registrations_even_its_epoch_and_its_counter() {
      var closed = new EmissionCommand.FirstSubnet(ONE, ALICE, 360, false, Rao.tao(1));
      var outcome = atHeight(with(closed), 357).when(tick(358)).thenEvents(minted(358));
      assertThat(outcome.state().subnets().get(ONE).stepsSince()).isZero();
      assertThat(outcome.state().subnets().get(ONE).lastStep()).isZero();
    }

    @Test
    void counts_for_a_subnet_without_emission_which_has_its_epochs_too() {
      var before = atHeight(with(subnet(1, 360, 0)), 356);
      var waited = before.when(tick(357)).thenEvents(minted(357)).andThen();
      assertThat(waited.state().subnets().get(ONE).stepsSince()).isEqualTo(1);
      waited
          .at(358)
          .when(tick(358))
          .thenSends(EntityId.emission(ONE), new Message.EpochDue(358, 360, Rao.ZERO));
    }

    @Test
    void comes_once_and_in_order() {
      var before = atHeight(with(subnet(1, 360, 1_000)), 5);
      before.when(tick(5)).thenNothingHappens();
      before.when(tick(3)).thenNothingHappens();
      assertThatThrownBy(() -> before.when(tick(7))).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(
              () -> new EmissionCoordinator(before.network()).evolve(before.state(), minted(7), 7))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class Issuance {
    @Test
    void grows_with_what_epochs_have_paid_and_not_with_what_they_could_not() {
      var outcome =
          with(subnet(1, 360, 0))
              .whenReceived(
                  EntityId.emission(ONE),
                  new Message.EpochSettled(ONE, 358, Rao.of(700), Rao.of(3)))
              .thenEvents(new EmissionEvent.EpochAccounted(ONE, 358, Rao.of(700), Rao.of(3)));
      assertThat(outcome.state().issuance()).isEqualTo(ISSUED.plus(Rao.of(700)));
      assertThat(outcome.state().recycled()).isEqualTo(Rao.of(3));
    }

    @Test
    void falls_with_what_leaves_the_supply() {
      for (var reason : Message.Recycled.Reason.values()) {
        var outcome =
            with().whenReceived(EntityId.subnet(ONE), new Message.Recycled(Rao.of(9), reason));
        assertThat(outcome.state().issuance()).isEqualTo(ISSUED.minus(Rao.of(9)));
        assertThat(outcome.state().recycled()).isEqualTo(Rao.of(9));
      }
    }

    @Test
    void falls_again_by_a_cut_that_could_not_be_credited() {
      var credit = new Message.Credit(Rao.of(9), Message.Credit.Reason.OWNER_CUT);
      var outcome =
          with()
              .whenReceived(
                  EntityId.account(ALICE), new Message.Refusal(credit, "BelowMinimum", "No."))
              .thenEvents(new EmissionEvent.OwnerCutReturned(Rao.of(9), "BelowMinimum"));
      assertThat(outcome.state().issuance()).isEqualTo(ISSUED.minus(Rao.of(9)));
    }

    @Test
    void begins_with_what_genesis_gave() {
      var outcome =
          Scenario.given(new EmissionCoordinator(with().network()), EntityId.NETWORK_EMISSION)
              .when(new EmissionCommand.Open(ISSUED, List.of(subnet(1, 360, 7))));
      assertThat(outcome.state().issuance()).isEqualTo(ISSUED);
      assertThat(outcome.state().subnets().get(ONE).emission()).isEqualTo(Rao.of(7));
      outcome.andThen().when(new EmissionCommand.Open(ISSUED, List.of())).thenNothingHappens();
    }
  }

  @Nested
  class Subnets {
    private final EntityId subnet = EntityId.subnet(ONE);

    @Test
    void begin_without_emission_until_a_root_epoch_gives_them_some() {
      var outcome =
          with().whenReceived(subnet, new Message.SubnetTerms(ONE, true, 360, true, ALICE));
      assertThat(outcome.state().subnets().get(ONE))
          .isEqualTo(EmissionState.SubnetEmission.starting(ALICE, 360, true));
    }

    @Test
    void keep_what_they_have_when_their_terms_change() {
      var before = with(subnet(1, 360, 1_000_000_000)).at(1).when(tick(1)).andThen();
      var after =
          before
              .whenReceived(subnet, new Message.SubnetTerms(ONE, true, 99, false, BOB))
              .state()
              .subnets()
              .get(ONE);
      assertThat(after.pending()).isEqualTo(ACCRUED);
      assertThat(after.emission()).isEqualTo(Rao.tao(1));
      assertThat(after.tempo()).isEqualTo(99);
      assertThat(after.emitting()).isFalse();
      assertThat(after.owner()).isEqualTo(BOB);
    }

    @Test
    void that_end_give_back_what_had_accrued_and_their_epochs_end_too() {
      var before = with(subnet(1, 360, 1_000_000_000)).at(1).when(tick(1)).andThen();
      var outcome =
          before
              .whenReceived(subnet, new Message.SubnetTerms(ONE, false, 360, true, ALICE))
              .thenEvents(new EmissionEvent.SubnetEnded(ONE, ACCRUED))
              .thenSends(EntityId.emission(ONE), new Message.NetworkClosed());
      assertThat(outcome.state().subnets()).isEmpty();
      assertThat(outcome.state().issuance())
          .as("it was never issued")
          .isEqualTo(before.state().issuance());
    }

    @Test
    void have_their_shares_told() {
      var shares = (Fact.Shares) with(subnet(1, 360, 7)).whenAsked(new Query.EmissionShares());
      assertThat(shares.shares()).containsOnly(Map.entry(Netuid.of(1), Rao.of(7)));
      assertThat(shares.issuance()).isEqualTo(ISSUED);
    }
  }

  @Test
  void what_the_emission_does_not_take_is_a_bug() {
    assertThatThrownBy(() -> with().whenReceived(EntityId.ROOT, new Message.Delegation(ALICE)))
        .isInstanceOf(IllegalStateException.class);
  }
}
