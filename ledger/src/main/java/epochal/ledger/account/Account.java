package epochal.ledger.account;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.EntityId;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Netuid;
import epochal.ledger.aggregate.Rejection;
import epochal.ledger.aggregate.RejectionCode;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * The rules of an account: the three transfers, staking, and paying for seats and subnets (spec 01
 * §2, 05 §1, 03 §2.1 and §4.1).
 *
 * <p>What a command needs of a hotkey or a subnet is asked first, so that a refusal comes at once
 * and in the specified order; then the money goes down the lane, and whoever receives it decides
 * again. Where the world has changed in between, the money comes back as {@link
 * AccountEvent.SendingReturned}.
 *
 * <p>A payment keeps the existential deposit (spec 01 §2.3): staking exactly the whole balance is
 * obeyed and takes the balance less the deposit. A seat or a subnet has a price that must be paid
 * in full, so there the deposit must be left besides.
 */
public final class Account implements Aggregate<AccountState, AccountCommand, AccountEvent> {

  @Override
  public AccountState initial(EntityId id) {
    if (id instanceof EntityId.Account(AccountId coldkey)) {
      return AccountState.none(coldkey);
    }
    throw new IllegalArgumentException(id.text() + " is no account");
  }

  @Override
  public Decision<AccountEvent> decide(AccountState state, AccountCommand command, Context ctx) {
    return switch (command) {
      case AccountCommand.Open open -> open(state, open);
      case AccountCommand.Transfer transfer -> transfer(state, transfer, ctx);
      case AccountCommand.TransferAll transfer -> transferAll(state, transfer, ctx);
      case AccountCommand.AddStake stake -> addStake(state, stake, ctx);
      case AccountCommand.RemoveStake(AccountId coldkey, AccountId hotkey, Rao amount) ->
          request(
              hotkey,
              new Message.StakeWithdrawal(coldkey, amount),
              new AccountEvent.UnstakeRequested(hotkey, amount),
              ctx);
      case AccountCommand.BecomeDelegate(AccountId coldkey, AccountId hotkey) ->
          limited(
              request(
                  hotkey,
                  new Message.Delegation(coldkey),
                  new AccountEvent.DelegationRequested(hotkey),
                  ctx),
              state.lastTx(),
              ctx.network().txRateLimit(),
              ctx);
      case AccountCommand.IncreaseTake increase -> increaseTake(state, increase, ctx);
      case AccountCommand.DecreaseTake decrease -> decreaseTake(decrease, ctx);
      case AccountCommand.BurnedRegister register -> register(state, register, ctx);
      case AccountCommand.RegisterNetwork register -> registerNetwork(state, register, ctx);
    };
  }

  private static Decision<AccountEvent> open(AccountState state, AccountCommand.Open open) {
    return state.exists() || !state.stakingHotkeys().isEmpty()
        ? accept()
        : accept(new AccountEvent.AccountOpened(open.free(), open.stakingHotkeys()));
  }

  private static Decision<AccountEvent> transfer(
      AccountState state, AccountCommand.Transfer command, Context ctx) {
    Rao amount = command.amount();
    if (amount.isMoreThan(state.free())) {
      return reject(
          Rejection.of(
                  RejectionCode.FundsUnavailable,
                  "The account has "
                      + state.free()
                      + " and cannot send "
                      + amount
                      + ": send less, or fund it first.")
              .with("free", state.free().amount())
              .with("amount", amount.amount()));
    }
    Rao deposit = ctx.network().existentialDeposit();
    Rao rest = state.free().minus(amount);
    if (command.keepAlive() && rest.isLessThan(deposit) && !amount.isZero()) {
      return reject(
          Rejection.of(
                  RejectionCode.NotExpendable,
                  "This would leave "
                      + rest
                      + ", less than the existential deposit of "
                      + deposit
                      + ": send less, or allow the account to end.")
              .with("remaining", rest.amount())
              .with("existential_deposit", deposit.amount()));
    }
    if (amount.isZero() || command.to().equals(state.coldkey())) {
      return accept();
    }
    return send(command.to(), amount, rest, ctx);
  }

  private static Decision<AccountEvent> transferAll(
      AccountState state, AccountCommand.TransferAll command, Context ctx) {
    Rao kept = command.keepAlive() ? ctx.network().existentialDeposit() : Rao.ZERO;
    Rao amount = state.free().minusOrZero(kept);
    if (amount.isZero() || command.to().equals(state.coldkey())) {
      return accept();
    }
    return send(command.to(), amount, state.free().minus(amount), ctx);
  }

  /** An amount below the deposit may be too little for the receiver, who must be asked. */
  private static Decision<AccountEvent> send(AccountId to, Rao amount, Rao rest, Context ctx) {
    Rao deposit = ctx.network().existentialDeposit();
    if (amount.isLessThan(deposit)) {
      EntityId receiver = EntityId.account(to);
      var admission = ctx.fact(receiver, Fact.Admission.class);
      if (admission == null) {
        return ask(receiver, new Query.Receivable(amount));
      }
      if (admission.refusal() != null) {
        return reject(admission.refusal());
      }
    }
    return accept(
        new AccountEvent.Transferred(to, amount, rest.isLessThan(deposit) ? rest : Rao.ZERO));
  }

  private static Decision<AccountEvent> addStake(
      AccountState state, AccountCommand.AddStake command, Context ctx) {
    if (command.amount().isMoreThan(state.free())) {
      return reject(notEnough(state, command.amount(), "stake"));
    }
    EntityId hotkey = EntityId.validator(command.hotkey());
    Rao taken = withdrawable(state, command.amount(), ctx);
    var deposit = new Message.StakeDeposit(command.coldkey(), taken);
    var admission = ctx.fact(hotkey, Fact.Admission.class);
    if (admission == null) {
      return ask(hotkey, new Query.Admissible(deposit));
    }
    if (admission.refusal() != null) {
      return reject(admission.refusal());
    }
    if (taken.isZero() && !command.amount().isZero()) {
      return reject(nothingToTake(state, ctx));
    }
    return accept(new AccountEvent.StakeSent(command.hotkey(), taken));
  }

  /** Sends a request to a hotkey once the hotkey has said that it would grant it. */
  private static Decision<AccountEvent> request(
      AccountId hotkey, Message message, AccountEvent event, Context ctx) {
    EntityId validator = EntityId.validator(hotkey);
    var admission = ctx.fact(validator, Fact.Admission.class);
    if (admission == null) {
      return ask(validator, new Query.Admissible(message));
    }
    return admission.refusal() == null ? accept(event) : reject(admission.refusal());
  }

  /** The strict rule of spec 01 §12: passes when never limited, never used, or long enough ago. */
  private static Decision<AccountEvent> limited(
      Decision<AccountEvent> decision, long last, long limit, Context ctx) {
    if (decision instanceof Decision.Accepted
        && limit != 0
        && last != 0
        && ctx.block() - last <= limit) {
      return reject(
          Rejection.of(
                  RejectionCode.DelegateTxRateLimitExceeded,
                  "The coldkey's last such operation was at block "
                      + last
                      + ": wait until block "
                      + (last + limit + 1)
                      + ".")
              .with("last", last)
              .with("limit", limit)
              .with("block", ctx.block()));
    }
    return decision;
  }

  private static Decision<AccountEvent> increaseTake(
      AccountState state, AccountCommand.IncreaseTake command, Context ctx) {
    return limited(
        request(
            command.hotkey(),
            new Message.TakeChange(command.coldkey(), command.take(), true),
            new AccountEvent.TakeChangeRequested(command.hotkey(), command.take(), true),
            ctx),
        state.lastTakeChange(),
        ctx.network().takeRateLimit(),
        ctx);
  }

  private static Decision<AccountEvent> decreaseTake(
      AccountCommand.DecreaseTake command, Context ctx) {
    return request(
        command.hotkey(),
        new Message.TakeChange(command.coldkey(), command.take(), false),
        new AccountEvent.TakeChangeRequested(command.hotkey(), command.take(), false),
        ctx);
  }

  private static Decision<AccountEvent> register(
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
            command.netuid(), command.hotkey(), withdrawable(state, limit, ctx)));
  }

  private static Decision<AccountEvent> registerNetwork(
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
    return accept(new AccountEvent.NetworkLockPaid(withdrawable(state, limit, ctx)));
  }

  /** The seller's last refusals come after the buyer's own, in the specified order. */
  private static boolean isRefusal(Fact.Terms terms, RejectionCode code) {
    return terms.refusal() != null && terms.refusal().code() == code;
  }

  /** A refusal if the price exceeds the limit or what can be withdrawn, else null. */
  private static @Nullable Decision<AccountEvent> unaffordable(
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
        ? reject(notEnough(state, price, "pay, and keep the existential deposit,"))
        : null;
  }

  /** Best effort, preserving the account (spec 01 §2.3). */
  private static Rao withdrawable(AccountState state, Rao amount, Context ctx) {
    return amount.min(state.free().minusOrZero(ctx.network().existentialDeposit()));
  }

  private static Rejection notEnough(AccountState state, Rao amount, String purpose) {
    return Rejection.of(
            RejectionCode.NotEnoughBalanceToStake,
            "The account has "
                + state.free()
                + " and cannot "
                + purpose
                + " "
                + amount
                + ": use a smaller amount, or fund it first.")
        .with("free", state.free().amount())
        .with("amount", amount.amount());
  }

  private static Rejection nothingToTake(AccountState state, Context ctx) {
    return Rejection.of(
            RejectionCode.ZeroBalanceAfterWithdrawn,
            "The account has "
                + state.free()
                + ", of which "
                + ctx.network().existentialDeposit()
                + " must stay: fund it first.")
        .with("free", state.free().amount());
  }

  @Override
  public Decision<AccountEvent> receive(
      AccountState state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.Credit credit -> {
        Rejection refusal = receivable(state, credit.amount(), ctx);
        yield refusal == null
            ? accept(new AccountEvent.Credited(credit.amount(), credit.reason()))
            : accept(
                new AccountEvent.CreditRefused(
                    from, credit, refusal.code().name(), refusal.sentence()));
      }
      case Message.Refusal(Message refused, String code, String sentence) -> {
        Rao value = refused.value();
        boolean lost = receivable(state, value, ctx) != null;
        yield accept(
            new AccountEvent.SendingReturned(
                refused, lost ? Rao.ZERO : value, lost ? value : Rao.ZERO, code, sentence));
      }
      default ->
          throw new IllegalStateException(
              "an account takes no " + message.getClass().getSimpleName());
    };
  }

  private static @Nullable Rejection receivable(AccountState state, Rao amount, Context ctx) {
    Rao deposit = ctx.network().existentialDeposit();
    if (state.exists() || amount.isZero() || !amount.isLessThan(deposit)) {
      return null;
    }
    return Rejection.of(
            RejectionCode.BelowMinimum,
            "The receiver does not exist and cannot begin with "
                + amount
                + ": send at least the existential deposit of "
                + deposit
                + ".")
        .with("amount", amount.amount())
        .with("existential_deposit", deposit.amount());
  }

  @Override
  public AccountState evolve(AccountState state, AccountEvent event, long block) {
    return switch (event) {
      case AccountEvent.AccountOpened(Rao free, List<AccountId> hotkeys) ->
          new AccountState(state.coldkey(), free, 0, 0, TreePSet.from(hotkeys));
      case AccountEvent.Transferred(AccountId to, Rao amount, Rao dust) ->
          state.withFree(state.free().minus(amount).minus(dust));
      case AccountEvent.StakeSent(AccountId hotkey, Rao amount) -> {
        AccountState paid = state.withFree(state.free().minus(amount));
        yield amount.isZero() ? paid.touched(block) : paid.staking(hotkey, block);
      }
      case AccountEvent.UnstakeRequested ignored -> state.touched(block);
      case AccountEvent.DelegationRequested ignored -> state.touched(block).takeChanged(block);
      case AccountEvent.TakeChangeRequested(AccountId hotkey, int take, boolean increase) ->
          increase ? state.takeChanged(block) : state;
      case AccountEvent.RegistrationPaid(Netuid netuid, AccountId hotkey, Rao limit) ->
          state.withFree(state.free().minus(limit));
      case AccountEvent.NetworkLockPaid(Rao limit) -> state.withFree(state.free().minus(limit));
      case AccountEvent.Credited(Rao amount, Message.Credit.Reason reason) ->
          state.withFree(state.free().plus(amount));
      case AccountEvent.CreditRefused ignored -> state;
      case AccountEvent.SendingReturned returned ->
          state.withFree(state.free().plus(returned.restored()));
    };
  }

  @Override
  public Flow flow(AccountState state, AccountEvent event) {
    return switch (event) {
      case AccountEvent.AccountOpened(Rao free, List<AccountId> hotkeys) -> Flow.mints(free);
      case AccountEvent.Transferred(AccountId to, Rao amount, Rao dust) -> {
        var credit =
            new Outgoing(
                EntityId.account(to), new Message.Credit(amount, Message.Credit.Reason.TRANSFER));
        yield dust.isZero() ? Flow.sends(credit) : Flow.sends(credit, dust(dust));
      }
      case AccountEvent.StakeSent(AccountId hotkey, Rao amount) ->
          Flow.sends(EntityId.validator(hotkey), new Message.StakeDeposit(state.coldkey(), amount));
      case AccountEvent.UnstakeRequested(AccountId hotkey, Rao amount) ->
          Flow.sends(
              EntityId.validator(hotkey), new Message.StakeWithdrawal(state.coldkey(), amount));
      case AccountEvent.DelegationRequested(AccountId hotkey) ->
          Flow.sends(EntityId.validator(hotkey), new Message.Delegation(state.coldkey()));
      case AccountEvent.TakeChangeRequested(AccountId hotkey, int take, boolean increase) ->
          Flow.sends(
              EntityId.validator(hotkey), new Message.TakeChange(state.coldkey(), take, increase));
      case AccountEvent.RegistrationPaid(Netuid netuid, AccountId hotkey, Rao limit) ->
          Flow.sends(
              EntityId.validator(hotkey),
              new Message.RegistrationPayment(netuid, state.coldkey(), limit));
      case AccountEvent.NetworkLockPaid(Rao limit) ->
          Flow.sends(EntityId.ROOT, new Message.LockPayment(state.coldkey(), limit));
      case AccountEvent.Credited ignored -> Flow.NONE;
      case AccountEvent.CreditRefused(
              EntityId from,
              Message.Credit credit,
              String code,
              String sentence) ->
          switch (credit.reason()) {
            case CHANGE, LOCK_RETURNED -> Flow.sends(dust(credit.amount()));
            case TRANSFER, UNSTAKED, OWNER_CUT, EVICTED ->
                Flow.sends(from, new Message.Refusal(credit, code, sentence));
          };
      case AccountEvent.SendingReturned returned ->
          returned.dust().isZero() ? Flow.NONE : Flow.sends(dust(returned.dust()));
    };
  }

  private static Outgoing dust(Rao amount) {
    return new Outgoing(
        EntityId.NETWORK_EMISSION, new Message.Recycled(amount, Message.Recycled.Reason.DUST));
  }

  @Override
  public Fact answer(AccountState state, Query query, Context ctx) {
    if (query instanceof Query.Receivable(Rao amount)) {
      return new Fact.Admission(receivable(state, amount, ctx));
    }
    throw Aggregate.unanswerable(EntityId.account(state.coldkey()), query);
  }

  @Override
  public Holdings holdings(AccountState state) {
    return Holdings.free(state.free());
  }
}
