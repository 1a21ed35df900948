package epochal.ledger.account;

import static epochal.ledger.aggregate.Decision.accept;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import java.util.List;
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
      case AccountCommand.Transfer transfer -> Transfers.transfer(state, transfer, ctx);
      case AccountCommand.TransferAll transfer -> Transfers.transferAll(state, transfer, ctx);
      case AccountCommand.AddStake stake -> Requests.addStake(state, stake, ctx);
      case AccountCommand.RemoveStake(AccountId coldkey, AccountId hotkey, Rao amount) ->
          Requests.request(
              hotkey,
              new Message.StakeWithdrawal(coldkey, amount),
              new AccountEvent.UnstakeRequested(hotkey, amount),
              ctx);
      case AccountCommand.BecomeDelegate(AccountId coldkey, AccountId hotkey) ->
          Requests.limited(
              Requests.request(
                  hotkey,
                  new Message.Delegation(coldkey),
                  new AccountEvent.DelegationRequested(hotkey),
                  ctx),
              state.lastTx(),
              ctx.network().txRateLimit(),
              ctx);
      case AccountCommand.IncreaseTake increase -> Requests.increaseTake(state, increase, ctx);
      case AccountCommand.DecreaseTake decrease -> Requests.decreaseTake(decrease, ctx);
      case AccountCommand.BurnedRegister register -> Purchases.register(state, register, ctx);
      case AccountCommand.RegisterNetwork register ->
          Purchases.registerNetwork(state, register, ctx);
    };
  }

  private static Decision<AccountEvent> open(AccountState state, AccountCommand.Open open) {
    return state.exists() || !state.stakingHotkeys().isEmpty()
        ? accept()
        : accept(new AccountEvent.AccountOpened(open.free(), open.stakingHotkeys()));
  }

  @Override
  public Decision<AccountEvent> receive(
      AccountState state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.Credit credit -> {
        Rejection refusal = Transfers.receivable(state, credit.amount(), ctx);
        yield refusal == null
            ? accept(new AccountEvent.Credited(credit.amount(), credit.reason()))
            : accept(
                new AccountEvent.CreditRefused(
                    from, credit, refusal.code().name(), refusal.sentence()));
      }
      case Message.Refusal(Message refused, String code, String sentence) -> {
        Rao value = refused.value();
        boolean lost = Transfers.receivable(state, value, ctx) != null;
        yield accept(
            new AccountEvent.SendingReturned(
                refused, lost ? Rao.ZERO : value, lost ? value : Rao.ZERO, code, sentence));
      }
      default ->
          throw new IllegalStateException(
              "an account takes no " + message.getClass().getSimpleName());
    };
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
      return new Fact.Admission(Transfers.receivable(state, amount, ctx));
    }
    throw Aggregate.unanswerable(EntityId.account(state.coldkey()), query);
  }

  @Override
  public Holdings holdings(AccountState state) {
    return Holdings.free(state.free());
  }
}
