package epochal.ledger.account;

import static epochal.ledger.account.Accounts.withFree;
import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paying for a seat (spec 03 §4.1) and for a subnet (spec 03 §2.1). */
class BuyingTest {
  private static final Netuid ONE = Netuid.of(1);
  private static final EntityId SUBNET = EntityId.subnet(ONE);
  private static final EntityId VALIDATOR = EntityId.validator(HOT);

  private static Fact price(long rao) {
    return new Fact.Terms(null, Rao.of(rao));
  }

  private static Fact refusing(RejectionCode code, long price) {
    return new Fact.Terms(Rejection.of(code, "No."), Rao.of(price));
  }

  private static Fact ownedBy(@Nullable AccountId owner) {
    return new Fact.ValidatorStanding(owner, false, Rao.ZERO);
  }

  @Nested
  class A_seat {
    private final AccountCommand register = register(null);

    private AccountCommand register(@Nullable Rao limit) {
      return new AccountCommand.BurnedRegister(ALICE, ONE, HOT, limit);
    }

    @Test
    void in_root_is_not_for_sale() {
      withFree(10_000)
          .when(new AccountCommand.BurnedRegister(ALICE, Netuid.ROOT, HOT, null))
          .thenRejected(RejectionCode.RegistrationNotPermittedOnRootSubnet);
    }

    @Test
    void the_subnet_and_the_hotkey_are_asked() {
      withFree(10_000).when(register).thenAsks(VALIDATOR, SUBNET);
      withFree(10_000).fact(SUBNET, price(1)).when(register).thenAsks(VALIDATOR, SUBNET);
    }

    @Test
    void its_price_goes_to_the_hotkey_which_sends_it_on() {
      var outcome =
          withFree(10_000)
              .fact(SUBNET, price(1_000))
              .fact(VALIDATOR, ownedBy(null))
              .when(register)
              .thenEvents(new AccountEvent.RegistrationPaid(ONE, HOT, Rao.of(1_000)))
              .thenSends(VALIDATOR, new Message.RegistrationPayment(ONE, ALICE, Rao.of(1_000)));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(9_000));
    }

    @Test
    void a_limit_is_paid_whole_but_for_the_deposit() {
      withFree(10_000)
          .fact(SUBNET, price(1_000))
          .fact(VALIDATOR, ownedBy(ALICE))
          .when(register(Rao.of(2_000)))
          .thenEvents(new AccountEvent.RegistrationPaid(ONE, HOT, Rao.of(2_000)));
      withFree(10_000)
          .fact(SUBNET, price(1_000))
          .fact(VALIDATOR, ownedBy(ALICE))
          .when(register(Rao.of(20_000)))
          .thenEvents(new AccountEvent.RegistrationPaid(ONE, HOT, Rao.of(9_500)));
    }

    @Test
    void a_price_above_the_limit_is_refused() {
      withFree(10_000)
          .fact(SUBNET, price(1_001))
          .fact(VALIDATOR, ownedBy(ALICE))
          .when(register(Rao.of(1_000)))
          .thenRejected(RejectionCode.RegistrationPriceLimitExceeded);
    }

    @Test
    void the_price_and_the_existential_deposit_must_both_be_there() {
      var before = withFree(10_000).fact(VALIDATOR, ownedBy(ALICE));
      before.fact(SUBNET, price(9_500)).when(register).events();
      before
          .fact(SUBNET, price(9_501))
          .when(register)
          .thenRejected(RejectionCode.NotEnoughBalanceToStake);
    }

    @Test
    void anothers_hotkey_is_refused() {
      withFree(10_000)
          .fact(SUBNET, price(1))
          .fact(VALIDATOR, ownedBy(BOB))
          .when(register)
          .thenRejected(RejectionCode.NonAssociatedColdKey);
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "SubNetworkDoesNotExist",
          "SubNetRegistrationDisabled",
          "TooManyRegistrationsThisBlock",
          "TooManyRegistrationsThisInterval",
          "HotKeyAlreadyRegisteredInSubNet"
        })
    void the_subnets_refusals_come_before_the_lack_of_money(RejectionCode code) {
      withFree(500)
          .fact(SUBNET, refusing(code, 10_000))
          .fact(VALIDATOR, ownedBy(BOB))
          .when(register)
          .thenRejected(code);
    }

    @Test
    void the_lack_of_money_comes_before_the_ownership() {
      withFree(500)
          .fact(SUBNET, price(10_000))
          .fact(VALIDATOR, ownedBy(BOB))
          .when(register)
          .thenRejected(RejectionCode.NotEnoughBalanceToStake);
    }

    @Test
    void that_there_are_no_seats_at_all_comes_last() {
      var noSeats =
          withFree(10_000).fact(SUBNET, refusing(RejectionCode.NoNeuronIdAvailable, 1_000));
      noSeats
          .fact(VALIDATOR, ownedBy(BOB))
          .when(register)
          .thenRejected(RejectionCode.NonAssociatedColdKey);
      noSeats
          .fact(VALIDATOR, ownedBy(ALICE))
          .when(register)
          .thenRejected(RejectionCode.NoNeuronIdAvailable);
      withFree(1_000)
          .fact(SUBNET, refusing(RejectionCode.NoNeuronIdAvailable, 1_000))
          .fact(VALIDATOR, ownedBy(ALICE))
          .when(register)
          .thenRejected(RejectionCode.NotEnoughBalanceToStake);
    }
  }

  @Nested
  class A_subnet {
    private final AccountCommand create = new AccountCommand.RegisterNetwork(ALICE, null);

    @Test
    void root_is_asked_for_its_terms() {
      withFree(10_000).when(create).thenAsks(EntityId.ROOT, new Query.LockTerms());
    }

    @Test
    void its_lock_goes_to_root() {
      var outcome =
          withFree(10_000)
              .fact(EntityId.ROOT, price(9_500))
              .when(create)
              .thenEvents(new AccountEvent.NetworkLockPaid(Rao.of(9_500)))
              .thenSends(EntityId.ROOT, new Message.LockPayment(ALICE, Rao.of(9_500)));
      assertThat(outcome.state().free()).isEqualTo(Rao.of(500));
    }

    @Test
    void the_lock_and_the_existential_deposit_must_both_be_there() {
      withFree(10_000)
          .fact(EntityId.ROOT, price(9_501))
          .when(create)
          .thenRejected(RejectionCode.NotEnoughBalanceToStake);
    }

    @Test
    void a_lock_above_the_limit_is_refused() {
      withFree(10_000)
          .fact(EntityId.ROOT, price(2_001))
          .when(new AccountCommand.RegisterNetwork(ALICE, Rao.of(2_000)))
          .thenRejected(RejectionCode.RegistrationPriceLimitExceeded);
    }

    @Test
    void the_rate_limit_comes_before_the_lack_of_money_and_the_lack_of_room_after_it() {
      withFree(1_000)
          .fact(EntityId.ROOT, refusing(RejectionCode.NetworkTxRateLimitExceeded, 5_000))
          .when(create)
          .thenRejected(RejectionCode.NetworkTxRateLimitExceeded);
      withFree(1_000)
          .fact(EntityId.ROOT, refusing(RejectionCode.AllNetworksInImmunity, 5_000))
          .when(create)
          .thenRejected(RejectionCode.NotEnoughBalanceToStake);
      withFree(10_000)
          .fact(EntityId.ROOT, refusing(RejectionCode.AllNetworksInImmunity, 5_000))
          .when(create)
          .thenRejected(RejectionCode.AllNetworksInImmunity);
    }
  }
}
