package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Sourced;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The life of one kind of entity, without any input or output: from an entity and an input to the
 * records that must be persisted, and from an entity and a record to the next entity. Every host
 * and every reader of the log runs this same code.
 *
 * <p>Around the aggregate's own rules it holds those that all share: calls are obeyed once and only
 * while valid, messages are taken once and in order, and the block never goes back (a record's
 * block is the highest of the clock's, the entity's and its cause's).
 */
public final class EntityLife<S, C, E> {
  private final Aggregate<S, C, E> aggregate;
  private final NetworkParameters network;

  public EntityLife(Aggregate<S, C, E> aggregate, NetworkParameters network) {
    this.aggregate = aggregate;
    this.network = network;
  }

  public Aggregate<S, C, E> aggregate() {
    return aggregate;
  }

  public Entity<S> initial(EntityId id) {
    return Entity.initial(id, aggregate);
  }

  /**
   * What the entity makes of an input.
   *
   * @param notes what was learnt about lanes and shall ride along if anything is recorded
   * @param clock the height of the block clock
   * @param wallMillis stamped on the records
   * @param facts what was found out for this very input so far
   */
  public Step<S, E> step(
      Entity<S> entity,
      Input<C> input,
      LaneNotes notes,
      long clock,
      long wallMillis,
      SortedMap<EntityId, Sourced> facts) {
    long block = Math.max(clock, entity.block());
    return switch (input) {
      case Input.Submitted<C>(SignedCall call) -> {
        Long before = entity.recent().find(call);
        if (before != null) {
          yield new Step.Settled<>(before);
        }
        if (call.validUntil() < block) {
          yield new Step.Refused<>(expired(call, block));
        }
        if (call.validUntil() > block + network.commandLifetime()) {
          yield new Step.Refused<>(tooLong(call, block));
        }
        Rejection foreign = aggregate.foreign(call.call());
        if (foreign != null) {
          yield new Step.Refused<>(foreign);
        }
        var context = new Context(block, network, facts);
        yield conclude(
            entity,
            aggregate.decide(entity.state(), command(call.call()), context),
            new Origin.Signed(call),
            notes,
            block,
            wallMillis);
      }
      case Input.Arrived<C> arrived -> {
        block = Math.max(block, arrived.sentAt());
        yield switch (entity.lanes().turn(arrived.from(), arrived.number(), arrived.after())) {
          case DUPLICATE -> new Step.Settled<>(0);
          case EARLY -> new Step.Ignored<>();
          case NEXT ->
              arrived.sentAt() + network.laneLifetime() < block
                  ? new Step.Ignored<>()
                  : take(entity, arrived, notes, block, wallMillis, facts);
        };
      }
      case Input.Internal<C>(C command, Origin origin, long notBefore) -> {
        block = Math.max(block, notBefore);
        var context = new Context(block, network, facts);
        yield conclude(
            entity,
            aggregate.decide(entity.state(), command, context),
            origin,
            notes,
            block,
            wallMillis);
      }
    };
  }

  /** A record of nothing but notes, for an entity that comes to rest. */
  public Step.Persist<S, E> settle(Entity<S> entity, LaneNotes notes, long clock, long wallMillis) {
    long block = Math.max(clock, entity.block());
    var recorded =
        new Recorded<E>(
            entity.id(), entity.sequence() + 1, block, wallMillis, Origin.CLOCK, notes, null);
    return new Step.Persist<>(List.of(recorded), apply(entity, recorded));
  }

  /**
   * The entity after a record.
   *
   * @throws IllegalStateException if the record cannot be this entity's next
   */
  public Entity<S> apply(Entity<S> entity, Recorded<E> recorded) {
    if (!recorded.entity().equals(entity.id())) {
      throw new IllegalStateException(
          recorded.entity().text() + "'s record applied to " + entity.id().text());
    }
    if (recorded.sequence() != entity.sequence() + 1) {
      throw new IllegalStateException(
          entity.id().text()
              + " has "
              + entity.sequence()
              + " records; number "
              + recorded.sequence()
              + " cannot be next");
    }
    if (recorded.block() < entity.block()) {
      throw new IllegalStateException(
          entity.id().text() + " cannot go back from block " + entity.block());
    }
    Lanes lanes =
        entity
            .lanes()
            .acknowledged(recorded.notes().acknowledged())
            .forget(recorded.notes().forgotten());
    RecentCalls recent = entity.recent();
    switch (recorded.origin()) {
      case Origin.Signed(SignedCall call) ->
          recent = recent.remember(call, recorded.sequence(), recorded.block());
      case Origin.Delivered(EntityId from, long number) -> lanes = lanes.receive(from, number);
      case Origin.Clock ignored -> {}
      case Origin.Genesis ignored -> {}
      case Origin.Same ignored -> {}
    }
    S state = entity.state();
    E event = recorded.event();
    if (event != null) {
      lanes = lanes.send(aggregate.flow(state, event).sends());
      state = aggregate.evolve(state, event, recorded.block());
    }
    return new Entity<>(entity.id(), recorded.sequence(), recorded.block(), state, lanes, recent);
  }

  /** Whether the entity must be woken after a restart without anyone calling it. */
  public boolean needsAttention(Entity<S> entity) {
    return !entity.lanes().outbox().isEmpty()
        || aggregate.wakeAt(entity.state()) != Aggregate.NEVER;
  }

  private Step<S, E> take(
      Entity<S> entity,
      Input.Arrived<C> arrived,
      LaneNotes notes,
      long block,
      long wallMillis,
      SortedMap<EntityId, Sourced> facts) {
    var context = new Context(block, network, facts);
    Decision<E> decision =
        aggregate.receive(entity.state(), arrived.from(), arrived.message(), context);
    if (decision instanceof Decision.Rejected<E>(Rejection rejection)
        || (decision instanceof Decision.Accepted<E>(List<E> events) && events.isEmpty())) {
      throw new IllegalStateException(
          entity.id().text() + " must take or send back " + arrived + " but did " + decision);
    }
    return conclude(
        entity,
        decision,
        new Origin.Delivered(arrived.from(), arrived.number()),
        notes,
        block,
        wallMillis);
  }

  private Step<S, E> conclude(
      Entity<S> entity,
      Decision<E> decision,
      Origin origin,
      LaneNotes notes,
      long block,
      long wallMillis) {
    return switch (decision) {
      case Decision.Rejected<E>(Rejection rejection) -> new Step.Refused<>(rejection);
      case Decision.Asks<E> asks -> new Step.Asks<>(asks.queries());
      case Decision.Works<E> works -> new Step.Works<>(works.work());
      case Decision.Accepted<E>(List<E> events) when events.isEmpty() ->
          origin instanceof Origin.Signed
              ? remember(entity, origin, notes, block, wallMillis)
              : new Step.Settled<>(0);
      case Decision.Accepted<E>(List<E> events) -> {
        var records = new ArrayList<Recorded<E>>(events.size());
        Entity<S> after = entity;
        for (E event : events) {
          boolean first = records.isEmpty();
          var recorded =
              new Recorded<E>(
                  entity.id(),
                  after.sequence() + 1,
                  block,
                  wallMillis,
                  first ? origin : Origin.SAME,
                  first ? notes : LaneNotes.NONE,
                  event);
          after = apply(after, recorded);
          records.add(recorded);
        }
        yield new Step.Persist<>(List.copyOf(records), after);
      }
    };
  }

  /**
   * A record of a call that changed nothing: it counts as obeyed, so that nobody who has seen it
   * can send it again when it would change something.
   */
  private Step.Persist<S, E> remember(
      Entity<S> entity, Origin origin, LaneNotes notes, long block, long wallMillis) {
    var recorded =
        new Recorded<E>(entity.id(), entity.sequence() + 1, block, wallMillis, origin, notes, null);
    return new Step.Persist<>(List.of(recorded), apply(entity, recorded));
  }

  /** A call reaches the aggregate that its target names, whose commands include it. */
  @SuppressWarnings("unchecked")
  private C command(Call call) {
    return (C) call;
  }

  private static Rejection expired(SignedCall call, long block) {
    return Rejection.of(
            RejectionCode.AncientBirthBlock,
            "The command was valid until block "
                + call.validUntil()
                + " and it is block "
                + block
                + ": sign it again with a later last valid block.")
        .with("valid_until", call.validUntil())
        .with("block", block);
  }

  private Rejection tooLong(SignedCall call, long block) {
    return Rejection.of(
            RejectionCode.BadRequest,
            "The command may be valid for "
                + network.commandLifetime()
                + " blocks at most: sign it again with a last valid block of at most "
                + (block + network.commandLifetime())
                + ".")
        .with("valid_until", call.validUntil())
        .with("block", block);
  }
}
