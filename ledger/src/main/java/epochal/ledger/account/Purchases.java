package epochal.ledger.account;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Paying for a seat in a subnet or for a subnet (spec 03 §2.1, §4.1). */
final class Purchases {
  private Purchases() {}

  static Decision<AccountEvent> register(
      AccountState state, AccountCommand.BurnedRegister command, Context ctx) {
    if (command.netuid().isRoot()) {
      return reject(
          RejectionCode.RegistrationNotPermittedOnRootSubnet,
          "Nobody registers in root by burning: use root_register.");
    }
    EntityId subnet = EntityId.subnet(command.netuid());
    EntityId hotkey = EntityId.validator(command.hotkey());
    var terms = ctx.fact(subnet, Fact.Terms.class);
    var standing = ctx.fact(hotkey, Fact.ValidatorStanding.class);
    if (terms == null || standing == null) {
      var queries = new TreeMap<EntityId, Query>();
      queries.put(subnet, new Query.SeatTerms(command.hotkey()));
      queries.put(hotkey, new Query.Standing());
      return ask(queries);
    }
    boolean noSeats = isRefusal(terms, RejectionCode.NoNeuronIdAvailable);
    if (terms.refusal() != null && !noSeats) {
      return reject(terms.refusal());
    }
    Decision<AccountEvent> unaffordable = unaffordable(state, terms.price(), command.limit(), ctx);
    if (unaffordable != null) {
      return unaffordable;
    }
    if (standing.owner() != null && !standing.owner().equals(command.coldkey())) {
      return reject(
          RejectionCode.NonAssociatedColdKey,
          "The hotkey belongs to another coldkey: register it with "
              + standing.owner()
              + ", or use a new hotkey.");
    }
    if (terms.refusal() != null) {
      return reject(terms.refusal());
    }
    Rao limit = command.limit() == null ? terms.price() : command.limit();
    return accept(
        new AccountEvent.RegistrationPaid(
            command.netuid(), command.hotkey(), Withdrawal.withdrawable(state, limit, ctx)));
  }

  static Decision<AccountEvent> registerNetwork(
      AccountState state, AccountCommand.RegisterNetwork command, Context ctx) {
    var terms = ctx.fact(EntityId.ROOT, Fact.Terms.class);
    if (terms == null) {
      return ask(EntityId.ROOT, new Query.LockTerms());
    }
    boolean allImmune = isRefusal(terms, RejectionCode.AllNetworksInImmunity);
    if (terms.refusal() != null && !allImmune) {
      return reject(terms.refusal());
    }
    Decision<AccountEvent> unaffordable = unaffordable(state, terms.price(), command.limit(), ctx);
    if (unaffordable != null) {
      return unaffordable;
    }
    if (terms.refusal() != null) {
      return reject(terms.refusal());
    }
    Rao limit = command.limit() == null ? terms.price() : command.limit();
    return accept(new AccountEvent.NetworkLockPaid(Withdrawal.withdrawable(state, limit, ctx)));
  }

  /** The seller's last refusals come after the buyer's own, in the specified order. */
  static boolean isRefusal(Fact.Terms terms, RejectionCode code) {
    return terms.refusal() != null && terms.refusal().code() == code;
  }

  /** A refusal if the price exceeds the limit or what can be withdrawn, else null. */
  static @Nullable Decision<AccountEvent> unaffordable(
      AccountState state, Rao price, @Nullable Rao limit, Context ctx) {
    if (limit != null && price.isMoreThan(limit)) {
      return reject(
          Rejection.of(
                  RejectionCode.RegistrationPriceLimitExceeded,
                  "The price is " + price + ", above the limit of " + limit + ": raise the limit.")
              .with("price", price.amount())
              .with("limit", limit.amount()));
    }
    Rao spendable = state.free().minusOrZero(ctx.network().existentialDeposit());
    return price.isMoreThan(spendable)
        ? reject(Withdrawal.notEnough(state, price, "pay, and keep the existential deposit,"))
        : null;
  }
}
