package epochal.subnets.root;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Call;
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
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePMap;

/**
 * The rules of the root network: creating and removing subnets, and the root validators with their
 * votes (spec 02 §4, 03 §1–3).
 *
 * <p>A root seat that changes hands loses its vote; the reference chain lets the newcomer inherit
 * it (spec 02 §4.1 advises to clear).
 */
public final class RootNetwork implements Aggregate<RootState, RootCommand, RootEvent> {
  private final NetworkParameters network;

  public RootNetwork(NetworkParameters network) {
    this.network = network;
  }

  @Override
  public RootState initial(EntityId id) {
    if (!id.equals(EntityId.ROOT)) {
      throw new IllegalArgumentException(id.text() + " is not the root network");
    }
    return RootState.NONE;
  }

  @Override
  public Decision<RootEvent> decide(RootState state, RootCommand command, Context ctx) {
    return switch (command) {
      case RootCommand.Open open ->
          state.open() ? accept() : accept(new RootEvent.RootOpened(open.subnets(), open.seats()));
      case RootCommand.RootRegister register -> RootSeats.register(state, register, ctx);
      case RootCommand.SetRootWeights set -> RootVote.set(state, set, ctx);
      case RootCommand.DissolveNetwork(AccountId coldkey, Netuid netuid) -> {
        RootState.Entry entry = state.subnets().get(netuid);
        if (entry == null) {
          yield reject(RejectionCode.SubNetworkDoesNotExist, "There is no subnet " + netuid + ".");
        }
        yield coldkey.equals(entry.owner()) || ctx.network().isSudo(coldkey)
            ? accept(removed(netuid, entry))
            : reject(
                RejectionCode.NotSubnetOwner, "Only its owner dissolves subnet " + netuid + ".");
      }
    };
  }

  @Override
  public @Nullable Rejection foreign(Call call) {
    if (call instanceof RootCommand) {
      return null;
    }
    return call instanceof SubnetCommand.SetWeights
        ? Rejection.of(
            RejectionCode.CanNotSetRootNetworkWeights,
            "The root network's weights are set with set_root_weights.")
        : Rejection.of(
            RejectionCode.BadRequest,
            "Netuid 0 is the root network, which takes none of a subnet's commands.");
  }

  private static RootEvent removed(Netuid netuid, RootState.Entry entry) {
    return new RootEvent.NetworkRemoved(netuid, entry.owner(), entry.lock());
  }

  @Override
  public Decision<RootEvent> receive(RootState state, EntityId from, Message message, Context ctx) {
    if (message instanceof Message.LockPayment payment) {
      return create(state, from, payment, ctx);
    }
    throw new IllegalStateException("root takes no " + message.getClass().getSimpleName());
  }

  private Decision<RootEvent> create(
      RootState state, EntityId from, Message.LockPayment payment, Context ctx) {
    Rao cost = LockCost.at(state, network, ctx.block());
    Rejection refusal = LockCost.refusal(state, network, ctx.block());
    if (refusal == null && cost.isMoreThan(payment.limit())) {
      refusal =
          Rejection.of(
              RejectionCode.RegistrationPriceLimitExceeded,
              "A subnet now costs "
                  + cost
                  + ", above what was paid, "
                  + payment.limit()
                  + ": create it again with a higher limit.");
    }
    if (refusal != null) {
      return accept(
          new RootEvent.LockRefused(from, payment, refusal.code().name(), refusal.sentence()));
    }
    Rao change = payment.limit().minus(cost);
    if (!LockCost.isFull(state, network)) {
      return accept(
          new RootEvent.NetworkAdded(LockCost.lowestFree(state), payment.coldkey(), cost, change));
    }
    var shares = ctx.fact(EntityId.NETWORK_EMISSION, Fact.Shares.class);
    if (shares == null) {
      return ask(EntityId.NETWORK_EMISSION, new Query.EmissionShares());
    }
    Netuid victim = LockCost.victim(state, network, ctx.block(), shares.shares());
    return accept(
        removed(victim, Objects.requireNonNull(state.subnets().get(victim))),
        new RootEvent.NetworkAdded(victim, payment.coldkey(), cost, change));
  }

  @Override
  public RootState evolve(RootState state, RootEvent event, long block) {
    return switch (event) {
      case RootEvent.RootOpened opened -> opened(opened, block);
      case RootEvent.NetworkAdded(Netuid netuid, AccountId owner, Rao lock, Rao change) ->
          state
              .withSubnets(state.subnets().plus(netuid, new RootState.Entry(owner, lock, block)))
              .created(lock, block);
      case RootEvent.NetworkRemoved removed -> withoutSubnet(state, removed.netuid());
      case RootEvent.LockRefused ignored -> state;
      case RootEvent.RootSeatTaken taken -> {
        var seat =
            new RootState.Seat(taken.hotkey(), taken.coldkey(), block, block, WeightRow.EMPTY);
        PVector<RootState.Seat> seats =
            taken.uid() == state.seats().size()
                ? state.seats().plus(seat)
                : state.seats().with(taken.uid(), seat);
        yield state.withSeats(seats).registered(network.rootAdjustmentInterval(), block);
      }
      case RootEvent.RootWeightsSet(int uid, WeightRow row) ->
          state.withSeats(state.seats().with(uid, state.seats().get(uid).withWeights(row, block)));
    };
  }

  private static RootState opened(RootEvent.RootOpened opened, long block) {
    TreePMap<Netuid, RootState.Entry> subnets = TreePMap.empty();
    for (RootCommand.FirstSubnet subnet : opened.subnets()) {
      subnets = subnets.plus(subnet.netuid(), new RootState.Entry(subnet.owner(), Rao.ZERO, block));
    }
    PVector<RootState.Seat> seats = RootState.NONE.seats();
    for (RootCommand.FirstSeat seat : opened.seats()) {
      seats =
          seats.plus(new RootState.Seat(seat.hotkey(), seat.coldkey(), block, 0, WeightRow.EMPTY));
    }
    return new RootState(true, subnets, Rao.ZERO, 0, seats, 0, block, 0, 0);
  }

  /** The votes keep their entries, with no weight on what is gone (spec 03 §3.1). */
  private static RootState withoutSubnet(RootState state, Netuid netuid) {
    PVector<RootState.Seat> seats = state.seats();
    for (int uid = 0; uid < seats.size(); uid++) {
      RootState.Seat seat = seats.get(uid);
      seats =
          seats.with(
              uid, seat.withWeights(seat.weights().cleared(netuid.value()), seat.lastUpdate()));
    }
    return state.withSubnets(state.subnets().minus(netuid)).withSeats(seats);
  }

  @Override
  public Flow flow(RootState state, RootEvent event) {
    return switch (event) {
      case RootEvent.RootOpened ignored -> Flow.NONE;
      case RootEvent.NetworkAdded(Netuid netuid, AccountId owner, Rao lock, Rao change) -> {
        var opened = new Outgoing(EntityId.subnet(netuid), new Message.NetworkOpened(owner));
        yield change.isZero()
            ? Flow.sends(opened)
            : Flow.sends(opened, credit(owner, change, Message.Credit.Reason.CHANGE));
      }
      case RootEvent.NetworkRemoved removed -> {
        var sends = new ArrayList<Outgoing>();
        sends.add(new Outgoing(EntityId.subnet(removed.netuid()), new Message.NetworkClosed()));
        if (removed.owner() != null && !removed.lock().isZero()) {
          sends.add(credit(removed.owner(), removed.lock(), Message.Credit.Reason.LOCK_RETURNED));
        }
        yield Flow.sends(sends);
      }
      case RootEvent.LockRefused(
              EntityId from,
              Message.LockPayment payment,
              String code,
              String sentence) ->
          Flow.sends(from, new Message.Refusal(payment, code, sentence));
      case RootEvent.RootSeatTaken taken -> {
        var seated =
            new Outgoing(EntityId.validator(taken.hotkey()), new Message.RootSeat(taken.coldkey()));
        yield taken.evicted() == null
            ? Flow.sends(seated)
            : Flow.sends(
                seated,
                new Outgoing(
                    EntityId.validator(taken.evicted()), new Message.Eviction(Netuid.ROOT)));
      }
      case RootEvent.RootWeightsSet ignored -> Flow.NONE;
    };
  }

  private static Outgoing credit(AccountId to, Rao amount, Message.Credit.Reason reason) {
    return new Outgoing(EntityId.account(to), new Message.Credit(amount, reason));
  }

  @Override
  public Fact answer(RootState state, Query query, Context ctx) {
    return switch (query) {
      case Query.LockTerms ignored ->
          new Fact.Terms(
              LockCost.refusal(state, network, ctx.block()),
              LockCost.at(state, network, ctx.block()));
      case Query.RootInputs ignored -> inputs(state);
      default -> throw Aggregate.unanswerable(EntityId.ROOT, query);
    };
  }

  private static Fact inputs(RootState state) {
    var hotkeys = new ArrayList<AccountId>();
    var weights = new ArrayList<WeightRow>();
    for (RootState.Seat seat : state.seats()) {
      hotkeys.add(seat.hotkey());
      weights.add(seat.weights());
    }
    var netuids = new ArrayList<Netuid>();
    netuids.add(Netuid.ROOT);
    netuids.addAll(state.subnets().keySet());
    return new Fact.RootSource(List.copyOf(hotkeys), List.copyOf(weights), List.copyOf(netuids));
  }

  @Override
  public Holdings holdings(RootState state) {
    Rao locked = Rao.ZERO;
    for (RootState.Entry entry : state.subnets().values()) {
      locked = locked.plus(entry.lock());
    }
    return Holdings.locked(locked);
  }
}
