package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

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
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a subnet: seats and their price, weights, endpoints and hyperparameters (spec 03,
 * 04).
 *
 * <p>The registration terms move every adjustment interval, each at its own block. The subnet wakes
 * for that by itself; a payment for a seat or a changed hyperparameter that comes first at or after
 * such a block has the move recorded before anything else.
 */
public final class Subnet implements Aggregate<SubnetState, SubnetCommand, SubnetEvent> {

  @Override
  public SubnetState initial(EntityId id) {
    if (id instanceof EntityId.Subnet(Netuid netuid) && !netuid.isRoot()) {
      return SubnetState.none(netuid);
    }
    throw new IllegalArgumentException(id.text() + " is no subnet");
  }

  @Override
  public Decision<SubnetEvent> decide(SubnetState state, SubnetCommand command, Context ctx) {
    return switch (command) {
      case SubnetCommand.Open open ->
          state.exists()
              ? accept()
              : accept(
                  new SubnetEvent.SubnetOpened(
                      open.owner(), open.parameters(), open.burn(), open.seats()));
      case SubnetCommand.AdjustTerms ignored -> accept(adjustment(state, ctx.block()));
      case SubnetCommand.SetWeights set -> {
        if (state.exists() && state.parameters().is(Hyperparameter.COMMIT_REVEAL_ENABLED)) {
          yield reject(
              RejectionCode.CommitRevealEnabled,
              "The subnet takes weights by commit and reveal only.");
        }
        yield setWeights(
            state,
            checks(state, set.hotkey(), set.uids(), set.values(), set.versionKey(), ctx),
            null,
            ctx);
      }
      case SubnetCommand.CommitWeights commit ->
          unless(
              CommitReveal.commitRefusal(state, commit, ctx.block()),
              () -> new SubnetEvent.WeightsCommitted(commit.hotkey(), commit.hash()));
      case SubnetCommand.RevealWeights reveal -> {
        Rejection refusal = CommitReveal.revealRefusal(state, reveal, ctx.block());
        yield refusal != null
            ? reject(refusal)
            : setWeights(
                state,
                checks(
                    state,
                    reveal.hotkey(),
                    reveal.uids(),
                    reveal.values(),
                    reveal.versionKey(),
                    ctx),
                reveal,
                ctx);
      }
      case SubnetCommand.ServeAxon serve ->
          unless(
              Serving.axonRefusal(state, serve, ctx.block()),
              () ->
                  new SubnetEvent.AxonServed(
                      uid(state, serve.hotkey()),
                      new Neuron.Axon(
                          ctx.block(),
                          serve.version(),
                          serve.ip(),
                          serve.port(),
                          serve.ipType(),
                          serve.protocol(),
                          serve.placeholder1(),
                          serve.placeholder2())));
      case SubnetCommand.ServePrometheus serve ->
          unless(
              Serving.prometheusRefusal(state, serve, ctx.block()),
              () ->
                  new SubnetEvent.PrometheusServed(
                      uid(state, serve.hotkey()),
                      new Neuron.Prometheus(
                          ctx.block(), serve.version(), serve.ip(), serve.port(), serve.ipType())));
      case SubnetCommand.SetHyperparameter set -> {
        Rejection refusal = SettingHyperparameter.refusal(state, set, ctx);
        yield refusal != null
            ? reject(refusal)
            : withAdjustment(
                state,
                ctx.block(),
                new SubnetEvent.HyperparameterSet(set.parameter(), set.value()));
      }
    };
  }

  private static SettingWeights checks(
      SubnetState state,
      AccountId hotkey,
      IntVector uids,
      IntVector values,
      long versionKey,
      Context ctx) {
    var standing = ctx.fact(EntityId.validator(hotkey), Fact.ValidatorStanding.class);
    return new SettingWeights(
        state, hotkey, uids, values, versionKey, standing == null ? null : standing.stake(), ctx);
  }

  private static Decision<SubnetEvent> setWeights(
      SubnetState state,
      SettingWeights checks,
      SubnetCommand.@Nullable RevealWeights reveal,
      Context ctx) {
    Rejection refusal = checks.beforeStake();
    if (refusal != null) {
      return reject(refusal);
    }
    if (checks.stake() == null && !ctx.network().weightsMinimumStake().isZero()) {
      return ask(EntityId.validator(checks.hotkey()), new Query.Standing());
    }
    refusal = checks.fromStakeOn();
    if (refusal != null) {
      return reject(refusal);
    }
    var row = new WeightRow(checks.uids(), new IntVector(checks.upscaled()));
    return accept(
        reveal == null
            ? new SubnetEvent.WeightsSet(checks.uid(), row)
            : new SubnetEvent.WeightsRevealed(checks.uid(), CommitReveal.hash(state, reveal), row));
  }

  private static Decision<SubnetEvent> unless(
      @Nullable Rejection refusal, Supplier<SubnetEvent> event) {
    return refusal == null ? accept(event.get()) : reject(refusal);
  }

  private static int uid(SubnetState state, AccountId hotkey) {
    Integer uid = state.uidOf(hotkey);
    if (uid == null) {
      throw new IllegalStateException(hotkey + " has no seat");
    }
    return uid;
  }

  /** The move of the terms that is due, if any. */
  private static List<SubnetEvent> adjustment(SubnetState state, long block) {
    if (!state.exists()) {
      return List.of();
    }
    Registrations terms = state.registrations();
    return terms.nextAdjustment(state.parameters()) > block
        ? List.of()
        : List.of(new SubnetEvent.TermsAdjusted(terms.adjusted(state.parameters(), block)));
  }

  private static Decision<SubnetEvent> withAdjustment(
      SubnetState state, long block, SubnetEvent event) {
    var events = new ArrayList<>(adjustment(state, block));
    events.add(event);
    return accept(events);
  }

  @Override
  public Decision<SubnetEvent> receive(
      SubnetState state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.SeatPayment payment -> seat(state, from, payment, ctx.block());
      case Message.NetworkOpened(AccountId owner) ->
          accept(
              new SubnetEvent.SubnetOpened(
                  owner, Collections.emptySortedMap(), Rao.tao(1), List.of()));
      case Message.NetworkClosed ignored -> accept(new SubnetEvent.SubnetClosed());
      case Message.EpochOutcome outcome -> accept(new SubnetEvent.EpochApplied(outcome));
      default ->
          throw new IllegalStateException(
              "a subnet takes no " + message.getClass().getSimpleName());
    };
  }

  private static Decision<SubnetEvent> seat(
      SubnetState before, EntityId from, Message.SeatPayment payment, long block) {
    List<SubnetEvent> adjustment = adjustment(before, block);
    SubnetState state =
        before.withRegistrations(before.registrations().adjusted(before.parameters(), block));
    Rejection refusal = SeatTerms.refusal(state, payment.hotkey(), block);
    if (refusal == null) {
      refusal = SeatTerms.tooDear(state, payment.limit());
    }
    var events = new ArrayList<>(adjustment);
    if (refusal != null) {
      events.add(
          new SubnetEvent.SeatRefused(from, payment, refusal.code().name(), refusal.sentence()));
      return accept(events);
    }
    int uid = Pruning.seat(state, block);
    Rao price = state.registrations().burn();
    events.add(
        new SubnetEvent.NeuronRegistered(
            uid,
            payment.hotkey(),
            payment.coldkey(),
            price,
            payment.limit().minus(price),
            uid < state.size() ? state.neurons().get(uid).hotkey() : null));
    return accept(events);
  }

  @Override
  public SubnetState evolve(SubnetState state, SubnetEvent event, long block) {
    return SubnetEvolution.evolve(state, event, block);
  }

  @Override
  public Flow flow(SubnetState state, SubnetEvent event) {
    return switch (event) {
      case SubnetEvent.SubnetOpened opened ->
          terms(state, SubnetEvolution.parameters(opened), opened.owner(), true);
      case SubnetEvent.SubnetClosed ignored -> {
        var sends = new ArrayList<Outgoing>();
        for (Neuron neuron : state.neurons()) {
          sends.add(new Outgoing(EntityId.validator(neuron.hotkey()), new Message.NetworkClosed()));
        }
        sends.addAll(terms(state, state.parameters(), state.owner(), false).sends());
        yield Flow.sends(sends);
      }
      case SubnetEvent.HyperparameterSet(String parameter, long value)
          when parameter.equals(Hyperparameter.TEMPO.specName())
              || parameter.equals(Hyperparameter.REGISTRATION_ALLOWED.specName()) ->
          terms(
              state,
              state.parameters().with(SubnetEvolution.parameter(parameter), value),
              state.owner(),
              true);
      case SubnetEvent.NeuronRegistered registered -> registered(state, registered);
      case SubnetEvent.SeatRefused(
              EntityId from,
              Message.SeatPayment payment,
              String code,
              String sentence) ->
          Flow.sends(from, new Message.Refusal(payment, code, sentence));
      case SubnetEvent.HyperparameterSet ignored -> Flow.NONE;
      case SubnetEvent.TermsAdjusted ignored -> Flow.NONE;
      case SubnetEvent.WeightsSet ignored -> Flow.NONE;
      case SubnetEvent.WeightsCommitted ignored -> Flow.NONE;
      case SubnetEvent.WeightsRevealed ignored -> Flow.NONE;
      case SubnetEvent.AxonServed ignored -> Flow.NONE;
      case SubnetEvent.PrometheusServed ignored -> Flow.NONE;
      case SubnetEvent.EpochApplied ignored -> Flow.NONE;
    };
  }

  private static Flow terms(
      SubnetState state, Hyperparameters parameters, @Nullable AccountId owner, boolean exists) {
    return Flow.sends(
        EntityId.NETWORK_EMISSION,
        new Message.SubnetTerms(
            state.netuid(),
            exists,
            parameters.getInt(Hyperparameter.TEMPO),
            parameters.is(Hyperparameter.REGISTRATION_ALLOWED),
            owner));
  }

  private static Flow registered(SubnetState state, SubnetEvent.NeuronRegistered registered) {
    var sends = new ArrayList<Outgoing>();
    if (!registered.price().isZero()) {
      sends.add(
          new Outgoing(
              EntityId.NETWORK_EMISSION,
              new Message.Recycled(registered.price(), Message.Recycled.Reason.REGISTRATION)));
    }
    if (!registered.change().isZero()) {
      sends.add(
          new Outgoing(
              EntityId.account(registered.coldkey()),
              new Message.Credit(registered.change(), Message.Credit.Reason.CHANGE)));
    }
    if (registered.evicted() != null) {
      sends.add(
          new Outgoing(
              EntityId.validator(registered.evicted()), new Message.Eviction(state.netuid())));
    }
    return Flow.sends(sends);
  }

  @Override
  public Fact answer(SubnetState state, Query query, Context ctx) {
    return switch (query) {
      case Query.SeatTerms(AccountId hotkey) -> SeatTerms.terms(state, hotkey, ctx.block());
      case Query.EpochInputs ignored -> EpochInputs.of(state);
      default -> throw Aggregate.unanswerable(EntityId.subnet(state.netuid()), query);
    };
  }

  @Override
  public Holdings holdings(SubnetState state) {
    return Holdings.NONE;
  }

  @Override
  public @Nullable SubnetCommand todo(SubnetState state, long block) {
    return wakeAt(state) <= block ? new SubnetCommand.AdjustTerms() : null;
  }

  @Override
  public long wakeAt(SubnetState state) {
    return state.exists() ? state.registrations().nextAdjustment(state.parameters()) : NEVER;
  }
}
