package epochal.subnets.emission;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;

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
import epochal.ledger.vector.LongVector;
import epochal.subnets.emission.EmissionEvent.SubnetReward;
import epochal.subnets.emission.EmissionState.SubnetEmission;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The network's emission coordinator: every block passes through here, one after another.
 *
 * <h2>A block</h2>
 *
 * On {@link EmissionCommand.Tick} for the next height it does, in the order of spec 02 §3: the root
 * epoch, if due, which asks root for its votes and each root validator for its stake; then the
 * reward of every subnet that takes registrations: the owner's cut, paid at once, and the rest,
 * accrued. A subnet whose tempo falls on this block has everything that accrued handed to its own
 * coordinator, {@code emission:n}, which holds the epoch and pays one block later.
 *
 * <h2>Issuance</h2>
 *
 * The halving goes by issuance, the chain's TotalIssuance: it grows with owners' cuts and with what
 * epochs have paid, and falls with what registrations burn and with dust. Emission that has accrued
 * or is in the hands of an epoch is minted and pending, and not yet issued; what an epoch cannot
 * pay is recycled and was never issued.
 */
public final class EmissionCoordinator
    implements Aggregate<EmissionState, EmissionCommand, EmissionEvent> {
  private final NetworkParameters network;

  public EmissionCoordinator(NetworkParameters network) {
    this.network = network;
  }

  @Override
  public EmissionState initial(EntityId id) {
    if (!id.equals(EntityId.NETWORK_EMISSION)) {
      throw new IllegalArgumentException(id.text() + " is not the network's emission");
    }
    return EmissionState.NONE;
  }

  @Override
  public Decision<EmissionEvent> decide(EmissionState state, EmissionCommand command, Context ctx) {
    return switch (command) {
      case EmissionCommand.Open(Rao issuance, List<EmissionCommand.FirstSubnet> subnets) ->
          state.began() ? accept() : accept(new EmissionEvent.NetworkBegan(issuance, subnets));
      case EmissionCommand.Tick(long block) -> tick(state, block, ctx);
    };
  }

  private Decision<EmissionEvent> tick(EmissionState state, long block, Context ctx) {
    if (block <= state.height()) {
      return accept();
    }
    if (!state.began() || block != state.height() + 1) {
      throw new IllegalStateException("block " + block + " cannot follow block " + state.height());
    }
    if (!Tempo.isDue(Netuid.ROOT, network.rootTempo(), block)) {
      return accept(mint(state, block));
    }
    var source = ctx.fact(EntityId.ROOT, Fact.RootSource.class);
    if (source == null) {
      return ask(EntityId.ROOT, new Query.RootInputs());
    }
    List<EntityId> validators = RootEpochs.validators(source);
    var queries = new TreeMap<EntityId, Query>();
    long[] stakes = new long[validators.size()];
    long[] sequences = new long[validators.size()];
    for (int uid = 0; uid < validators.size(); uid++) {
      EntityId validator = validators.get(uid);
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
    EmissionEvent rootEpoch =
        RootEpochs.hold(
            block,
            state.issuance(),
            network,
            source,
            ctx.sequenceOf(EntityId.ROOT),
            new LongVector(stakes),
            new LongVector(sequences));
    return accept(rootEpoch, mint(evolve(state, rootEpoch, block), block));
  }

  /** The reward of one block, from the shares as they stand. */
  public EmissionEvent.BlockMinted mint(EmissionState state, long block) {
    var rewards = new ArrayList<SubnetReward>();
    for (var entry : state.subnets().entrySet()) {
      SubnetEmission subnet = entry.getValue();
      if (!subnet.emitting()) {
        continue;
      }
      RewardSplit split =
          subnet.owner() == null
              ? RewardSplit.ownerless(subnet.emission())
              : RewardSplit.owned(subnet.emission(), network.ownerCut());
      Rao due =
          Tempo.isDue(entry.getKey(), subnet.tempo(), block)
              ? subnet.pending().plus(split.accrued())
              : null;
      if (!subnet.emission().isZero() || due != null) {
        rewards.add(
            new SubnetReward(entry.getKey(), subnet.owner(), split.cut(), split.accrued(), due));
      }
    }
    return new EmissionEvent.BlockMinted(block, List.copyOf(rewards));
  }

  @Override
  public Decision<EmissionEvent> receive(
      EmissionState state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.Recycled(Rao amount, Message.Recycled.Reason reason) ->
          accept(new EmissionEvent.IssuanceReduced(amount, reason.name()));
      case Message.SubnetTerms terms when terms.exists() ->
          accept(
              new EmissionEvent.SubnetTermsSet(
                  terms.netuid(), terms.tempo(), terms.emitting(), terms.owner()));
      case Message.SubnetTerms terms -> {
        SubnetEmission subnet = state.subnets().get(terms.netuid());
        yield accept(
            new EmissionEvent.SubnetEnded(
                terms.netuid(), subnet == null ? Rao.ZERO : subnet.pending()));
      }
      case Message.EpochSettled(Netuid netuid, long block, Rao paid, Rao remainder) ->
          accept(new EmissionEvent.EpochAccounted(netuid, block, paid, remainder));
      case Message.Refusal(Message.Credit credit, String code, String sentence) ->
          accept(new EmissionEvent.OwnerCutReturned(credit.amount(), code));
      default ->
          throw new IllegalStateException(
              "the emission takes no " + message.getClass().getSimpleName());
    };
  }

  @Override
  public EmissionState evolve(EmissionState state, EmissionEvent event, long block) {
    return switch (event) {
      case EmissionEvent.NetworkBegan(Rao issuance, List<EmissionCommand.FirstSubnet> subnets) ->
          began(issuance, subnets);
      case EmissionEvent.RootEpochHeld held -> shared(state, held.shares());
      case EmissionEvent.RootEpochSkipped ignored -> state;
      case EmissionEvent.BlockMinted minted -> minted(state, minted);
      case EmissionEvent.SubnetTermsSet(
              Netuid netuid,
              int tempo,
              boolean emitting,
              @Nullable AccountId owner) -> {
        SubnetEmission before = state.subnets().get(netuid);
        yield state.withSubnet(
            netuid,
            before == null
                ? SubnetEmission.starting(owner, tempo, emitting)
                : before.withTerms(owner, tempo, emitting));
      }
      case EmissionEvent.SubnetEnded(Netuid netuid, Rao recycled) ->
          state.withSubnets(state.subnets().minus(netuid)).withRecycled(recycled);
      case EmissionEvent.EpochAccounted accounted ->
          state.issued(accounted.paid()).withRecycled(accounted.recycled());
      case EmissionEvent.IssuanceReduced(Rao amount, String reason) ->
          state.withdrawn(amount).withRecycled(amount);
      case EmissionEvent.OwnerCutReturned(Rao amount, String code) ->
          state.withdrawn(amount).withRecycled(amount);
    };
  }

  private static EmissionState began(Rao issuance, List<EmissionCommand.FirstSubnet> subnets) {
    TreePMap<Netuid, SubnetEmission> emissions = TreePMap.empty();
    for (EmissionCommand.FirstSubnet subnet : subnets) {
      emissions =
          emissions.plus(
              subnet.netuid(),
              SubnetEmission.starting(subnet.owner(), subnet.tempo(), subnet.emitting())
                  .withEmission(subnet.emission()));
    }
    return new EmissionState(true, 0, issuance, issuance, Rao.ZERO, emissions);
  }

  private static EmissionState shared(EmissionState state, List<EmissionEvent.Share> shares) {
    EmissionState after = state;
    for (EmissionEvent.Share share : shares) {
      SubnetEmission subnet = state.subnets().get(share.netuid());
      if (subnet != null) {
        after = after.withSubnet(share.netuid(), subnet.withEmission(share.emission()));
      }
    }
    return after;
  }

  private static EmissionState minted(EmissionState state, EmissionEvent.BlockMinted minted) {
    if (minted.height() != state.height() + 1) {
      throw new IllegalStateException(
          "block " + minted.height() + " cannot follow block " + state.height());
    }
    EmissionState after = state.atHeight(minted.height());
    for (var entry : state.subnets().entrySet()) {
      if (entry.getValue().emitting()) {
        after = after.withSubnet(entry.getKey(), entry.getValue().waited());
      }
    }
    for (SubnetReward reward : minted.rewards()) {
      SubnetEmission subnet = after.subnets().get(reward.netuid());
      if (subnet == null) {
        throw new IllegalStateException("there is no subnet " + reward.netuid());
      }
      subnet = subnet.accrued(reward.accrued());
      if (reward.due() != null) {
        if (!reward.due().equals(subnet.pending())) {
          throw new IllegalStateException(
              "subnet " + reward.netuid() + " has " + subnet.pending() + ", not " + reward.due());
        }
        subnet = subnet.stepped(minted.height());
      }
      after =
          after
              .withSubnet(reward.netuid(), subnet)
              .withMinted(reward.cut().plus(reward.accrued()))
              .issued(reward.cut());
    }
    return after;
  }

  @Override
  public Flow flow(EmissionState state, EmissionEvent event) {
    return switch (event) {
      case EmissionEvent.BlockMinted minted -> flow(state, minted);
      case EmissionEvent.SubnetEnded(Netuid netuid, Rao recycled) ->
          new Flow(
              Rao.ZERO,
              recycled,
              List.of(new Outgoing(EntityId.emission(netuid), new Message.NetworkClosed())));
      case EmissionEvent.EpochAccounted accounted -> Flow.recycles(accounted.recycled());
      case EmissionEvent.IssuanceReduced(Rao amount, String reason) -> Flow.recycles(amount);
      case EmissionEvent.OwnerCutReturned(Rao amount, String code) -> Flow.recycles(amount);
      case EmissionEvent.NetworkBegan ignored -> Flow.NONE;
      case EmissionEvent.RootEpochHeld ignored -> Flow.NONE;
      case EmissionEvent.RootEpochSkipped ignored -> Flow.NONE;
      case EmissionEvent.SubnetTermsSet ignored -> Flow.NONE;
    };
  }

  private static Flow flow(EmissionState state, EmissionEvent.BlockMinted minted) {
    Rao total = Rao.ZERO;
    var sends = new ArrayList<Outgoing>();
    for (SubnetReward reward : minted.rewards()) {
      total = total.plus(reward.cut()).plus(reward.accrued());
      if (reward.owner() != null && !reward.cut().isZero()) {
        sends.add(
            new Outgoing(
                EntityId.account(reward.owner()),
                new Message.Credit(reward.cut(), Message.Credit.Reason.OWNER_CUT)));
      }
      if (reward.due() != null) {
        SubnetEmission subnet = state.subnets().get(reward.netuid());
        sends.add(
            new Outgoing(
                EntityId.emission(reward.netuid()),
                new Message.EpochDue(
                    minted.height(), subnet == null ? 0 : subnet.tempo(), reward.due())));
      }
    }
    return new Flow(total, Rao.ZERO, List.copyOf(sends));
  }

  @Override
  public Fact answer(EmissionState state, Query query, Context ctx) {
    if (query instanceof Query.EmissionShares) {
      var shares = new TreeMap<Netuid, Rao>();
      state.subnets().forEach((netuid, subnet) -> shares.put(netuid, subnet.emission()));
      return new Fact.Shares(state.height(), state.issuance(), shares);
    }
    throw Aggregate.unanswerable(EntityId.NETWORK_EMISSION, query);
  }

  @Override
  public Holdings holdings(EmissionState state) {
    Rao pending = Rao.ZERO;
    for (SubnetEmission subnet : state.subnets().values()) {
      pending = pending.plus(subnet.pending());
    }
    return Holdings.pending(pending);
  }
}
