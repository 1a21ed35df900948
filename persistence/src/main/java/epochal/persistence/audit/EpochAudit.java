package epochal.persistence.audit;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.LongVector;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionCoordinator;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.emission.EmissionState;
import epochal.subnets.emission.RootEpochs;
import epochal.subnets.emission.Tempo;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.epoch.EpochHolding;
import epochal.subnets.epoch.EpochState;
import epochal.subnets.subnet.SubnetState;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redoes what the emission coordinators do: block rewards, root epochs and the epochs of subnets,
 * each from the replayed states that its record names as sources.
 */
final class EpochAudit {
  private final Aggregates aggregates;
  private final NetworkParameters network;
  private final EmissionCoordinator emission;
  private final Streams streams;
  private final Past past;

  private long epochs;
  private long rootEpochs;
  private long blocks;

  EpochAudit(Aggregates aggregates, Streams streams, Past past) {
    this.aggregates = aggregates;
    this.network = aggregates.network();
    this.emission = new EmissionCoordinator(network);
    this.streams = streams;
    this.past = past;
  }

  long epochs() {
    return epochs;
  }

  long rootEpochs() {
    return rootEpochs;
  }

  long blocks() {
    return blocks;
  }

  // Blocks and root epochs

  /** The events of the next block, whose first record this is. */
  List<EmissionEvent> block(EmissionState state, Recorded<?> recorded) {
    long height = state.height() + 1;
    if (recorded.block() != height) {
      throw Diverged.at(
          recorded, "block", height, recorded.block(), "blocks are minted one after the other");
    }
    if (!state.began()) {
      throw Diverged.at(
          recorded, "event", "nothing", recorded.event(), "the network has not begun yet");
    }
    blocks++;
    if (!Tempo.isDue(Netuid.ROOT, network.rootTempo(), height)) {
      return List.of(emission.mint(state, height));
    }
    EmissionEvent rootEpoch =
        switch (recorded.event()) {
          case EmissionEvent.RootEpochHeld held ->
              rootEpoch(
                  state,
                  height,
                  recorded,
                  held.rootSequence(),
                  held.stakes(),
                  held.stakeSequences());
          case EmissionEvent.RootEpochSkipped skipped ->
              rootEpoch(state, height, recorded, skipped.rootSequence(), null, null);
          case null, default ->
              throw Diverged.at(
                  recorded,
                  "event",
                  "a root epoch",
                  recorded.event(),
                  "the root epoch of this block is missing");
        };
    rootEpochs++;
    EmissionState shared = emission.evolve(state, rootEpoch, height);
    return List.of(rootEpoch, emission.mint(shared, height));
  }

  /**
   * The root epoch from its sources. One that was skipped tells no stakes: then every validator has
   * the least that it had lately, since only a lack of stake skips an epoch.
   */
  private EmissionEvent rootEpoch(
      EmissionState state,
      long height,
      Recorded<?> recorded,
      long rootSequence,
      @Nullable LongVector stakes,
      @Nullable LongVector sequences) {
    var source =
        (Fact.RootSource)
            answer(
                EntityId.ROOT,
                rootSequence,
                new Query.RootInputs(),
                recorded,
                "event.rootSequence");
    if (stakes != null && sequences != null) {
      stakes(source.hotkeys(), stakes, sequences, recorded);
      return RootEpochs.hold(
          height, state.issuance(), network, source, rootSequence, stakes, sequences);
    }
    long[] lowest =
        source.hotkeys().stream()
            .mapToLong(hotkey -> past.lowestStake(streams.now(EntityId.validator(hotkey))).amount())
            .toArray();
    return RootEpochs.hold(
        height,
        state.issuance(),
        network,
        source,
        rootSequence,
        new LongVector(lowest),
        LongVector.EMPTY);
  }

  // Epochs of subnets

  /** Holds an epoch again; the long computation is the supplier's. */
  Supplier<EpochEvent.EpochHeld> held(
      EpochState before, Recorded<?> recorded, EpochEvent.EpochHeld held) {
    EntityId.Subnet subnet = EntityId.subnet(before.netuid());
    var source =
        (Fact.EpochSource)
            answer(
                subnet,
                held.subnetSequence(),
                new Query.EpochInputs(),
                recorded,
                "event.subnetSequence");
    stakes(source.hotkeys(), held.stakes(), held.stakeSequences(), recorded);
    epochs++;
    var holding =
        new EpochHolding(
            before,
            before.queue().get(0),
            source,
            held.subnetSequence(),
            held.stakes(),
            held.stakeSequences());
    return () -> holding.hold(Workers.ONE);
  }

  /** An epoch is skipped only if its subnet was gone. */
  EpochEvent.EpochSkipped skipped(EpochState before, Recorded<?> recorded) {
    Entity<?> subnet = streams.now(EntityId.subnet(before.netuid()));
    if (!past.anyState(recorded.entity(), subnet, state -> !((SubnetState) state).exists())) {
      throw Diverged.at(
          recorded, "event", "an epoch", recorded.event(), "the subnet was there all the time");
    }
    EpochState.Due due = before.queue().get(0);
    return new EpochEvent.EpochSkipped(due.block(), due.emission());
  }

  // Sources

  private void stakes(
      List<AccountId> hotkeys, LongVector stakes, LongVector sequences, Recorded<?> recorded) {
    if (stakes.size() != hotkeys.size() || sequences.size() != hotkeys.size()) {
      throw Diverged.at(
          recorded,
          stakes.size() == hotkeys.size() ? "event.stakeSequences.size" : "event.stakes.size",
          hotkeys.size(),
          stakes.size() == hotkeys.size() ? sequences.size() : stakes.size(),
          "there must be one for each hotkey");
    }
    for (int uid = 0; uid < hotkeys.size(); uid++) {
      Entity<?> validator = streams.now(EntityId.validator(hotkeys.get(uid)));
      Rao stake = past.stake(validator, sequences.get(uid));
      if (stake == null) {
        throw unknown(recorded, "event.stakeSequences[" + uid + "]", validator, sequences.get(uid));
      }
      if (stake.amount() != stakes.get(uid)) {
        throw Diverged.at(
            recorded,
            "event.stakes[" + uid + "]",
            stake.amount(),
            stakes.get(uid),
            validator.id().text() + " had another stake");
      }
    }
  }

  private Fact answer(EntityId id, long sequence, Query query, Recorded<?> recorded, String field) {
    Entity<?> now = streams.now(id);
    Object state = past.state(now, sequence);
    if (state == null) {
      throw unknown(recorded, field, now, sequence);
    }
    return answer(aggregates.of(id), state, query, recorded.block());
  }

  @SuppressWarnings("unchecked")
  private <S> Fact answer(EntityLife<S, ?, ?> life, Object state, Query query, long block) {
    return life.aggregate().answer((S) state, query, Context.at(block, network));
  }

  private static Diverged unknown(
      Recorded<?> recorded, String field, Entity<?> source, long sequence) {
    return Diverged.at(
        recorded,
        field,
        "at most " + source.sequence() + " and not long ago",
        sequence,
        sequence > source.sequence()
            ? source.id().text() + " has not come so far yet"
            : source.id().text() + " had long gone on");
  }
}
