package epochal.subnets.root;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.SUDO;
import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.subnets.root.Roots.added;
import static epochal.subnets.root.Roots.limitedTo;
import static epochal.subnets.root.Roots.open;
import static epochal.subnets.root.Roots.shares;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec 03 §1, §2.1 and §3.1. */
class NetworkCreationTest {
  private static final long DAY = 7_200;
  private static final EntityId ALICES = EntityId.account(ALICE);

  private static Message lock(long tao) {
    return new Message.LockPayment(ALICE, Rao.tao(tao));
  }

  private static Fact.Terms terms(Scenario<RootState, RootCommand, RootEvent> before) {
    return (Fact.Terms) before.whenAsked(new Query.LockTerms());
  }

  private static void refusedWith(
      @Nullable RejectionCode code, Scenario<RootState, RootCommand, RootEvent> before) {
    var refusal = terms(before).refusal();
    assertThat(refusal == null ? null : refusal.code()).isEqualTo(code);
  }

  private static Message closed() {
    return new Message.NetworkClosed();
  }

  private static Outgoing returned(int owner, long tao) {
    return new Outgoing(
        EntityId.account(coldkey(owner)),
        new Message.Credit(Rao.tao(tao), Message.Credit.Reason.LOCK_RETURNED));
  }

  @Nested
  class The_lock_cost {
    private final Scenario<RootState, RootCommand, RootEvent> afterTwoThousand =
        open().happened(10_000, added(1, 1, Rao.tao(2_000)));

    @ParameterizedTest
    @CsvSource({
      "0, 4000000000000",
      "7, 3000000042400",
      "14, 2000000084800",
      "21, 1000000127200",
      "28, 1000000000000",
      "400, 1000000000000"
    })
    void doubles_and_falls_in_a_straight_line_to_the_minimum(long days, long cost) {
      assertThat(terms(afterTwoThousand.at(10_000 + days * DAY)).price()).isEqualTo(Rao.of(cost));
    }

    @Test
    void is_the_minimum_for_the_first_subnet() {
      assertThat(terms(open().at(DAY)).price()).isEqualTo(Rao.tao(1_000));
    }

    @Test
    void of_a_last_lock_too_small_to_fall_by_whole_rao_stays() {
      var before = open().happened(10_000, added(1, 1, Rao.of(100_799)));
      assertThat(terms(before.at(10_000_000)).price()).isEqualTo(Rao.tao(1_000));
    }
  }

  @Nested
  class One_subnet_a_day {
    @Test
    void may_be_created_and_none_in_the_first_day_of_the_network() {
      refusedWith(RejectionCode.NetworkTxRateLimitExceeded, open().at(DAY - 1));
      refusedWith(null, open().at(DAY));
    }

    @Test
    void counts_from_the_last_creation() {
      var before = open().happened(DAY, added(1, 1, Rao.tao(1_000)));
      refusedWith(RejectionCode.NetworkTxRateLimitExceeded, before.at(2 * DAY - 1));
      refusedWith(null, before.at(2 * DAY));
    }
  }

  @Nested
  class A_payment {
    @Test
    void creates_the_lowest_free_netuid_and_is_held() {
      var outcome =
          open()
              .happened(1, added(1, 9, Rao.ZERO), added(3, 9, Rao.ZERO))
              .at(2 * DAY)
              .whenReceived(ALICES, lock(1_500))
              .thenEvents(
                  new RootEvent.NetworkAdded(Netuid.of(2), ALICE, Rao.tao(1_000), Rao.tao(500)))
              .thenSends(
                  new Outgoing(EntityId.subnet(Netuid.of(2)), new Message.NetworkOpened(ALICE)),
                  new Outgoing(
                      ALICES, new Message.Credit(Rao.tao(500), Message.Credit.Reason.CHANGE)));
      assertThat(outcome.holdings()).isEqualTo(Rao.tao(1_000));
      assertThat(outcome.state().lastLock()).isEqualTo(Rao.tao(1_000));
      assertThat(outcome.state().lastCreation()).isEqualTo(2 * DAY);
      assertThat(terms(outcome.andThen()).price()).isEqualTo(Rao.tao(2_000));
    }

    @Test
    void below_the_cost_goes_back() {
      var outcome = open().at(DAY).whenReceived(ALICES, lock(999));
      assertThat(outcome.events())
          .singleElement()
          .isInstanceOfSatisfying(
              RootEvent.LockRefused.class,
              refused -> assertThat(refused.code()).isEqualTo("RegistrationPriceLimitExceeded"));
      assertThat(outcome.holdings()).isEqualTo(Rao.ZERO);
    }

    @Test
    void too_soon_goes_back() {
      var outcome = open().at(DAY - 1).whenReceived(ALICES, lock(999));
      assertThat(outcome.events())
          .singleElement()
          .isInstanceOfSatisfying(
              RootEvent.LockRefused.class,
              refused -> assertThat(refused.code()).isEqualTo("NetworkTxRateLimitExceeded"));
    }
  }

  @Nested
  class When_there_is_no_room {
    private static final long IMMUNE_UNTIL = 50_400;

    private final Scenario<RootState, RootCommand, RootEvent> full =
        open(limitedTo(3, 64))
            .happened(100, added(1, 1, Rao.tao(1)))
            .happened(200, added(2, 2, Rao.tao(2)))
            .happened(300, added(3, 3, Rao.tao(3)));

    private Netuid victim(long block, Fact shares) {
      var outcome =
          full.at(block).fact(EntityId.NETWORK_EMISSION, shares).whenReceived(ALICES, lock(1_000));
      return ((RootEvent.NetworkRemoved) outcome.events().get(0)).netuid();
    }

    @Test
    void all_too_young_is_refused() {
      refusedWith(RejectionCode.AllNetworksInImmunity, full.at(100 + IMMUNE_UNTIL - 1));
      refusedWith(null, full.at(100 + IMMUNE_UNTIL));
    }

    @Test
    void the_rate_limit_comes_before_that() {
      refusedWith(RejectionCode.NetworkTxRateLimitExceeded, full.at(301));
    }

    @Test
    void the_emission_is_asked_for_the_shares() {
      full.at(90_000)
          .whenReceived(ALICES, lock(1_000))
          .thenAsks(EntityId.NETWORK_EMISSION, new Query.EmissionShares());
    }

    @Test
    void the_lowest_share_goes() {
      assertThat(victim(90_000, shares(5, 4, 6))).isEqualTo(Netuid.of(2));
    }

    @Test
    void of_equal_shares_the_first_registered_goes() {
      assertThat(victim(90_000, shares(5, 4, 4))).isEqualTo(Netuid.of(2));
      assertThat(victim(90_000, shares(0, 0, 0))).isEqualTo(Netuid.of(1));
    }

    @Test
    void whoever_is_too_young_stays_whatever_the_share() {
      assertThat(victim(200 + IMMUNE_UNTIL, shares(9, 8, 0))).isEqualTo(Netuid.of(2));
    }

    @Test
    void the_new_subnet_takes_the_netuid_and_the_former_owner_has_the_lock_back() {
      var outcome =
          full.at(90_000)
              .fact(EntityId.NETWORK_EMISSION, shares(5, 4, 6))
              .whenReceived(ALICES, lock(1_000))
              .thenSends(
                  new Outgoing(EntityId.subnet(Netuid.of(2)), closed()),
                  returned(2, 2),
                  new Outgoing(EntityId.subnet(Netuid.of(2)), new Message.NetworkOpened(ALICE)));
      assertThat(outcome.holdings()).isEqualTo(Rao.tao(1_004));
    }
  }

  @Nested
  class Dissolving {
    private final Scenario<RootState, RootCommand, RootEvent> before =
        open().happened(DAY, added(1, 2, Rao.tao(1_000))).at(DAY + 1);

    @Test
    void returns_the_whole_lock_to_the_owner() {
      var outcome =
          before
              .when(new RootCommand.DissolveNetwork(BOB, Roots.ONE))
              .thenEvents(new RootEvent.NetworkRemoved(Roots.ONE, BOB, Rao.tao(1_000)))
              .thenSends(new Outgoing(EntityId.subnet(Roots.ONE), closed()), returned(2, 1_000));
      assertThat(outcome.state().subnets()).isEmpty();
    }

    @Test
    void is_for_its_owner_and_for_root() {
      before
          .when(new RootCommand.DissolveNetwork(ALICE, Roots.ONE))
          .thenRejected(RejectionCode.NotSubnetOwner);
      before
          .when(new RootCommand.DissolveNetwork(SUDO, Roots.ONE))
          .thenSends(new Outgoing(EntityId.subnet(Roots.ONE), closed()), returned(2, 1_000));
    }

    @Test
    void what_does_not_exist_is_told_first() {
      for (Netuid missing : new Netuid[] {Roots.TWO, Netuid.ROOT}) {
        before
            .when(new RootCommand.DissolveNetwork(ALICE, missing))
            .thenRejected(RejectionCode.SubNetworkDoesNotExist);
      }
    }

    @Test
    void takes_the_weight_out_of_the_votes_and_leaves_the_entries() {
      var voted =
          Roots.seated(limitedTo(12, 64), 1)
              .happened(
                  500,
                  new RootEvent.RootWeightsSet(
                      0, new WeightRow(IntVector.of(2, 1), IntVector.of(65_535, 9))))
              .at(900);
      var after = voted.when(new RootCommand.DissolveNetwork(coldkey(2), Roots.TWO)).state();
      assertThat(after.seats().get(0).weights())
          .isEqualTo(new WeightRow(IntVector.of(2, 1), IntVector.of(0, 9)));
      assertThat(after.seats().get(0).lastUpdate()).isEqualTo(500);
    }
  }
}
