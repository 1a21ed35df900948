package epochal.subnets.epoch;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;

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
import epochal.ledger.vector.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The emission coordinator of one subnet.
 *
 * <h2>An epoch</h2>
 *
 * The network's emission sends what has accrued ({@link Message.EpochDue}); it waits in a queue, so
 * that a slow epoch delays none but its own subnet. To hold it the coordinator asks the subnet for
 * its inputs, then every hotkey for its stake, then has Yuma consensus computed off its own turn,
 * and records inputs (by the sequence numbers of their sources) and result as one event. Nothing is
 * recorded before: a crash in the middle asks again. From the block after the one that it was due
 * at, it is paid: each hotkey's reward down its lane, and what rounding left back to the network's
 * emission.
 *
 * <h2>Seats that change hands</h2>
 *
 * Each seat carries the number of the registration that gave it to its hotkey. A seat whose number
 * changed since the last epoch starts without bonds; and the subnet ignores findings about a seat
 * that was taken after it had told its inputs.
 */
public final class EpochCoordinator implements Aggregate<EpochState, EpochCommand, EpochEvent> {

  @Override
  public EpochState initial(EntityId id) {
    if (id instanceof EntityId.Emission(Netuid netuid) && !netuid.isRoot()) {
      return EpochState.none(netuid);
    }
    throw new IllegalArgumentException(id.text() + " holds no epochs");
  }

  @Override
  public Decision<EpochEvent> decide(EpochState state, EpochCommand command, Context ctx) {
    return switch (command) {
      case EpochCommand.HoldEpoch ignored ->
          state.held() == null && !state.queue().isEmpty()
              ? hold(state, state.queue().get(0), ctx)
              : accept();
      case EpochCommand.PayEpoch ignored -> pay(state, ctx.block());
    };
  }

  private static Decision<EpochEvent> hold(EpochState state, EpochState.Due due, Context ctx) {
    EntityId self = EntityId.emission(state.netuid());
    var worked = ctx.fact(self, Fact.Worked.class);
    if (worked != null) {
      var held = (EpochEvent.EpochHeld) worked.result();
      return held.dueBlock() == due.block() ? accept(held) : accept();
    }
    EntityId subnet = EntityId.subnet(state.netuid());
    var source = ctx.fact(subnet, Fact.EpochSource.class);
    if (source == null) {
      return ask(subnet, new Query.EpochInputs());
    }
    if (!source.exists()) {
      return accept(new EpochEvent.EpochSkipped(due.block(), due.emission()));
    }
    int n = source.hotkeys().size();
    long[] stakes = new long[n];
    long[] sequences = new long[n];
    var queries = new TreeMap<EntityId, Query>();
    for (int uid = 0; uid < n; uid++) {
      EntityId validator = EntityId.validator(source.hotkeys().get(uid));
      var standing = ctx.fact(validator, Fact.ValidatorStanding.class);
      if (standing == null) {
        queries.put(validator, new Query.Standing());
      } else {
        stakes[uid] = standing.stake().amount();
        sequences[uid] = ctx.sequenceOf(validator);
      }
    }
    if (!queries.isEmpty()) {
      return ask(queries);
    }
    var holding =
        new EpochHolding(
            state,
            due,
            source,
            ctx.sequenceOf(subnet),
            new LongVector(stakes),
            new LongVector(sequences));
    return new Decision.Works<>(workers -> new Fact.Worked(holding.hold(workers)));
  }

  private static Decision<EpochEvent> pay(EpochState state, long block) {
    EpochEvent.EpochHeld held = state.held();
    if (held == null || block <= held.dueBlock()) {
      return accept();
    }
    Rao paid = EpochHolding.paid(held);
    return accept(new EpochEvent.EpochPaid(held.dueBlock(), paid, held.emission().minus(paid)));
  }

  @Override
  public Decision<EpochEvent> receive(
      EpochState state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.EpochDue(long block, int tempo, Rao emission) ->
          accept(new EpochEvent.EpochQueued(block, tempo, emission));
      case Message.NetworkClosed ignored -> accept(new EpochEvent.EpochsEnded(unpaid(state)));
      case Message.Refusal(Message.Reward reward, String code, String sentence)
          when from instanceof EntityId.Validator(AccountId hotkey) ->
          accept(new EpochEvent.RewardReturned(hotkey, reward.value(), code));
      default ->
          throw new IllegalStateException("epochs take no " + message.getClass().getSimpleName());
    };
  }

  private static Rao unpaid(EpochState state) {
    Rao unpaid = state.held() == null ? Rao.ZERO : state.held().emission();
    for (EpochState.Due due : state.queue()) {
      unpaid = unpaid.plus(due.emission());
    }
    return unpaid;
  }

  @Override
  public EpochState evolve(EpochState state, EpochEvent event, long block) {
    return switch (event) {
      case EpochEvent.EpochQueued(long dueBlock, int tempo, Rao emission) ->
          state.queued(new EpochState.Due(dueBlock, tempo, emission));
      case EpochEvent.EpochHeld held -> {
        EpochState.Due due = state.queue().get(0);
        if (state.held() != null
            || due.block() != held.dueBlock()
            || !due.emission().equals(held.emission())) {
          throw new IllegalStateException(
              "the epoch of block " + held.dueBlock() + " is not the next to be held");
        }
        yield state.holding(held);
      }
      case EpochEvent.EpochSkipped ignored -> state.withoutFirst();
      case EpochEvent.EpochPaid paid -> {
        if (state.held() == null || state.held().dueBlock() != paid.dueBlock()) {
          throw new IllegalStateException(
              "the epoch of block " + paid.dueBlock() + " is not waiting to be paid");
        }
        yield state.paid();
      }
      case EpochEvent.RewardReturned ignored -> state;
      case EpochEvent.EpochsEnded ignored -> EpochState.none(state.netuid());
    };
  }

  @Override
  public Flow flow(EpochState state, EpochEvent event) {
    return switch (event) {
      case EpochEvent.EpochQueued ignored -> Flow.NONE;
      case EpochEvent.EpochHeld held -> Flow.sends(EntityId.subnet(state.netuid()), held.outcome());
      case EpochEvent.EpochSkipped(long dueBlock, Rao emission) ->
          settled(state, dueBlock, Rao.ZERO, emission);
      case EpochEvent.EpochPaid(long dueBlock, Rao paid, Rao remainder) -> {
        var sends = rewards(state);
        sends.addAll(settled(state, dueBlock, paid, remainder).sends());
        yield Flow.sends(sends);
      }
      case EpochEvent.RewardReturned(AccountId hotkey, Rao amount, String code) ->
          Flow.sends(
              EntityId.NETWORK_EMISSION,
              new Message.Recycled(amount, Message.Recycled.Reason.UNPAYABLE));
      case EpochEvent.EpochsEnded(Rao remainder) ->
          settled(state, state.lastEpoch(), Rao.ZERO, remainder);
    };
  }

  private static List<Outgoing> rewards(EpochState state) {
    var sends = new ArrayList<Outgoing>();
    EpochEvent.@Nullable EpochHeld held = state.held();
    if (held != null && !held.discarded()) {
      for (int uid = 0; uid < held.hotkeys().size(); uid++) {
        Rao server = Rao.of(held.serverEmission().get(uid));
        Rao validator = Rao.of(held.validatorEmission().get(uid));
        if (!server.isZero() || !validator.isZero()) {
          sends.add(
              new Outgoing(
                  EntityId.validator(held.hotkeys().get(uid)),
                  new Message.Reward(state.netuid(), server, validator)));
        }
      }
    }
    return sends;
  }

  private static Flow settled(EpochState state, long block, Rao paid, Rao remainder) {
    return Flow.sends(
        EntityId.NETWORK_EMISSION,
        new Message.EpochSettled(state.netuid(), block, paid, remainder));
  }

  @Override
  public Fact answer(EpochState state, Query query, Context ctx) {
    throw Aggregate.unanswerable(EntityId.emission(state.netuid()), query);
  }

  @Override
  public Holdings holdings(EpochState state) {
    return Holdings.pending(unpaid(state));
  }

  @Override
  public @Nullable EpochCommand todo(EpochState state, long block) {
    if (state.held() != null) {
      return block > state.held().dueBlock() ? new EpochCommand.PayEpoch() : null;
    }
    return state.queue().isEmpty() ? null : new EpochCommand.HoldEpoch();
  }

  @Override
  public long wakeAt(EpochState state) {
    if (state.held() != null) {
      return state.held().dueBlock() + 1;
    }
    return state.queue().isEmpty() ? NEVER : state.queue().get(0).block();
  }
}
