package epochal.ledger.validator;

import static epochal.ledger.aggregate.Decision.accept;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.validator.ValidatorCommand.Stake;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a hotkey: one owner, delegation, stake, and the classic payout (spec 02 §7.2, 05 §1,
 * 03 §6.1).
 */
public final class Validator
    implements Aggregate<ValidatorState, ValidatorCommand, ValidatorEvent> {
  private final NetworkParameters network;

  public Validator(NetworkParameters network) {
    this.network = network;
  }

  @Override
  public ValidatorState initial(EntityId id) {
    if (id instanceof EntityId.Validator(AccountId hotkey)) {
      return ValidatorState.unknown(hotkey);
    }
    throw new IllegalArgumentException(id.text() + " is no validator");
  }

  @Override
  public Decision<ValidatorEvent> decide(
      ValidatorState state, ValidatorCommand command, Context ctx) {
    return switch (command) {
      case ValidatorCommand.Open open ->
          state.owner() != null
              ? accept()
              : accept(
                  new ValidatorEvent.HotkeyOpened(
                      open.owner(), open.delegate(), open.take(), open.stakes(), open.seats()));
    };
  }

  @Override
  public Decision<ValidatorEvent> receive(
      ValidatorState state, EntityId from, Message message, Context ctx) {
    Rejection refusal = Admission.refusal(state, message, ctx);
    if (refusal != null) {
      return accept(
          new ValidatorEvent.MessageRefused(
              from, message, refusal.code().name(), refusal.sentence()));
    }
    return switch (message) {
      case Message.StakeDeposit(AccountId coldkey, Rao amount) ->
          accept(new ValidatorEvent.StakeAdded(coldkey, amount));
      case Message.StakeWithdrawal(AccountId coldkey, Rao amount) ->
          accept(
              new ValidatorEvent.StakeRemoved(
                  coldkey, amount, Admission.belowMinimum(state, coldkey, amount, network)));
      case Message.Delegation ignored ->
          accept(new ValidatorEvent.DelegateAdded(network.maxTake()));
      case Message.TakeChange(AccountId coldkey, int take, boolean increase) ->
          accept(new ValidatorEvent.TakeChanged(take));
      case Message.RegistrationPayment(Netuid netuid, AccountId coldkey, Rao limit) ->
          accept(
              new ValidatorEvent.RegistrationForwarded(
                  netuid, coldkey, limit, state.owner() == null));
      case Message.RootSeat(AccountId coldkey) ->
          accept(
              new ValidatorEvent.RootSeated(
                  coldkey,
                  state.owner() == null,
                  state.delegate() ? state.take() : network.maxTake()));
      case Message.Eviction(Netuid netuid) -> accept(unseated(state, netuid));
      case Message.NetworkClosed ignored when from instanceof EntityId.Subnet(Netuid netuid) ->
          accept(new ValidatorEvent.Unseated(netuid, List.of()));
      case Message.Reward reward -> accept(Payout.of(state, reward));
      case Message.Refusal(Message.SeatPayment payment, String code, String sentence) ->
          accept(returned(state, from, payment, code, sentence));
      case Message.Refusal(Message.Credit credit, String code, String sentence)
          when from instanceof EntityId.Account(AccountId coldkey) ->
          accept(new ValidatorEvent.PayoutReturned(coldkey, credit.amount(), code, sentence));
      default ->
          throw new IllegalStateException(
              "a validator takes no " + message.getClass().getSimpleName());
    };
  }

  private static ValidatorEvent unseated(ValidatorState state, Netuid netuid) {
    var payouts = new ArrayList<Stake>();
    if (state.seats().minus(netuid).isEmpty()) {
      state.stakes().forEach((coldkey, stake) -> payouts.add(new Stake(coldkey, stake)));
    }
    return new ValidatorEvent.Unseated(netuid, List.copyOf(payouts));
  }

  /** An owner that came only with a seat that was refused goes again, lest hotkeys be squatted. */
  private static ValidatorEvent returned(
      ValidatorState state,
      EntityId from,
      Message.SeatPayment payment,
      String code,
      String sentence) {
    if (!(from instanceof EntityId.Subnet(Netuid netuid))) {
      throw new IllegalStateException(from.text() + " sells no seats");
    }
    boolean nothingElse =
        netuid.equals(state.claimedThrough())
            && state.total().isZero()
            && !state.delegate()
            && state.seats().minus(netuid).isEmpty();
    return new ValidatorEvent.RegistrationReturned(payment, netuid, nothingElse, code, sentence);
  }

  @Override
  public ValidatorState evolve(ValidatorState state, ValidatorEvent event, long block) {
    return switch (event) {
      case ValidatorEvent.HotkeyOpened opened -> opened(state, opened);
      case ValidatorEvent.StakeAdded(AccountId coldkey, Rao amount) ->
          state.withStake(coldkey, amount).operated(coldkey, block, network.stakeInterval());
      case ValidatorEvent.StakeRemoved(AccountId coldkey, Rao amount, Rao cleared) ->
          state
              .withoutStake(coldkey, amount.plus(cleared))
              .operated(coldkey, block, network.stakeInterval());
      case ValidatorEvent.DelegateAdded(int take) -> state.delegating(take);
      case ValidatorEvent.TakeChanged(int take) -> state.delegating(take);
      case ValidatorEvent.RegistrationForwarded forwarded ->
          (forwarded.claimed() ? state.claimedBy(forwarded.coldkey(), forwarded.netuid()) : state)
              .seated(forwarded.netuid());
      case ValidatorEvent.RegistrationReturned returned -> {
        ValidatorState unseated = state.unseated(returned.netuid());
        yield returned.released() ? unseated.ownedBy(null) : unseated;
      }
      case ValidatorEvent.RootSeated(AccountId coldkey, boolean claimed, int take) ->
          (claimed ? state.ownedBy(coldkey) : state).delegating(take).seated(Netuid.ROOT);
      case ValidatorEvent.Unseated(Netuid netuid, List<Stake> payouts) -> {
        ValidatorState after = state.unseated(netuid);
        for (Stake payout : payouts) {
          after = after.withoutStake(payout.coldkey(), payout.amount());
        }
        yield after;
      }
      case ValidatorEvent.RewardPaid paid -> rewarded(state, paid);
      case ValidatorEvent.PayoutReturned returned ->
          state.withStake(returned.coldkey(), returned.amount());
      case ValidatorEvent.MessageRefused ignored -> state;
    };
  }

  private static ValidatorState opened(ValidatorState state, ValidatorEvent.HotkeyOpened opened) {
    ValidatorState after = state.ownedBy(opened.owner());
    if (opened.delegate()) {
      after = after.delegating(opened.take());
    }
    for (Stake stake : opened.stakes()) {
      after = after.withStake(stake.coldkey(), stake.amount());
    }
    for (Netuid netuid : opened.seats()) {
      after = after.seated(netuid);
    }
    return after;
  }

  private static ValidatorState rewarded(ValidatorState state, ValidatorEvent.RewardPaid paid) {
    AccountId owner = state.owner();
    if (owner == null) {
      throw new IllegalStateException(state.hotkey() + " is paid but has no owner");
    }
    ValidatorState after = state;
    for (Stake share : paid.shares()) {
      after = after.withStake(share.coldkey(), share.amount());
    }
    return after.withStake(owner, paid.server().plus(paid.take()).plus(paid.dust()));
  }

  @Override
  public Flow flow(ValidatorState state, ValidatorEvent event) {
    return switch (event) {
      case ValidatorEvent.HotkeyOpened opened -> {
        Rao staked = Rao.ZERO;
        for (Stake stake : opened.stakes()) {
          staked = staked.plus(stake.amount());
        }
        yield Flow.mints(staked);
      }
      case ValidatorEvent.StakeRemoved(AccountId coldkey, Rao amount, Rao cleared) ->
          Flow.sends(
              EntityId.account(coldkey),
              new Message.Credit(amount.plus(cleared), Message.Credit.Reason.UNSTAKED));
      case ValidatorEvent.RegistrationForwarded(
              Netuid netuid,
              AccountId coldkey,
              Rao limit,
              boolean claimed) ->
          Flow.sends(
              EntityId.subnet(netuid), new Message.SeatPayment(state.hotkey(), coldkey, limit));
      case ValidatorEvent.RegistrationReturned returned ->
          Flow.sends(
              EntityId.account(returned.payment().coldkey()),
              new Message.Refusal(
                  new Message.RegistrationPayment(
                      returned.netuid(), returned.payment().coldkey(), returned.payment().limit()),
                  returned.code(),
                  returned.sentence()));
      case ValidatorEvent.Unseated(Netuid netuid, List<Stake> payouts) -> {
        var sends = new ArrayList<Outgoing>(payouts.size());
        for (Stake payout : payouts) {
          sends.add(
              new Outgoing(
                  EntityId.account(payout.coldkey()),
                  new Message.Credit(payout.amount(), Message.Credit.Reason.EVICTED)));
        }
        yield Flow.sends(sends);
      }
      case ValidatorEvent.MessageRefused(
              EntityId from,
              Message refused,
              String code,
              String sentence) ->
          Flow.sends(from, new Message.Refusal(refused, code, sentence));
      case ValidatorEvent.StakeAdded ignored -> Flow.NONE;
      case ValidatorEvent.DelegateAdded ignored -> Flow.NONE;
      case ValidatorEvent.TakeChanged ignored -> Flow.NONE;
      case ValidatorEvent.RootSeated ignored -> Flow.NONE;
      case ValidatorEvent.RewardPaid ignored -> Flow.NONE;
      case ValidatorEvent.PayoutReturned ignored -> Flow.NONE;
    };
  }

  @Override
  public Fact answer(ValidatorState state, Query query, Context ctx) {
    return switch (query) {
      case Query.Standing ignored ->
          new Fact.ValidatorStanding(state.owner(), state.delegate(), state.total());
      case Query.Admissible(Message message) ->
          new Fact.Admission(Admission.refusal(state, message, ctx));
      default -> throw Aggregate.unanswerable(EntityId.validator(state.hotkey()), query);
    };
  }

  @Override
  public Holdings holdings(ValidatorState state) {
    return Holdings.staked(state.total());
  }
}
