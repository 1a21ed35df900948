package epochal.persistence.audit;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.aggregate.Step;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A network in memory that works without faults: every input is decided at once, every message
 * arrives at once. What it leaves behind is the log.
 */
final class TinyNetwork {
  private static final TreeMap<AccountId, SigningKey> KEYS = new TreeMap<>();
  static final AccountId ALICE = key("//alice");
  static final AccountId BOB = key("//bob");
  static final AccountId CAROL = key("//carol");
  static final AccountId SUDO = key("//sudo");
  static final AccountId VALIDATOR = key("//validator");
  static final AccountId MINER = key("//miner");
  static final AccountId NEWCOMER = key("//newcomer");
  static final Netuid SUBNET = Netuid.of(1);
  static final int TEMPO = 4;
  static final int ROOT_TEMPO = 6;

  static final NetworkParameters PARAMETERS =
      new NetworkParameters(
          Hash256.ZERO,
          SUDO,
          12_000,
          100,
          20,
          Rao.of(500),
          0,
          0,
          5_898,
          11_796,
          Rao.of(1_000),
          Rao.of(1_000),
          10,
          5,
          2,
          10,
          0,
          Rao.tao(10),
          100,
          11_796,
          4,
          ROOT_TEMPO,
          10,
          32_767,
          0,
          10,
          2,
          false);

  final List<Recorded<?>> log = new ArrayList<>();
  private final Aggregates aggregates = new Aggregates(PARAMETERS);
  private final TreeMap<EntityId, Entity<?>> entities = new TreeMap<>();
  private final TreeMap<EntityId, TreeSet<Long>> acknowledged = new TreeMap<>();
  private long height;

  static AccountId key(String path) {
    SigningKey key = SigningKey.development(path);
    KEYS.put(key.accountId(), key);
    return key.accountId();
  }

  /** Three coldkeys, one subnet with a validator and a miner, one root seat. */
  static TinyNetwork begun() {
    var network = new TinyNetwork();
    openings().forEach(network::open);
    return network;
  }

  /** The genesis; the emission stands last in the order of entities. */
  static SortedMap<EntityId, Object> openings() {
    var openings = new TreeMap<EntityId, Object>();
    openings.put(EntityId.account(ALICE), new AccountCommand.Open(Rao.tao(100), List.of()));
    openings.put(EntityId.account(BOB), new AccountCommand.Open(Rao.tao(50), List.of()));
    openings.put(EntityId.account(CAROL), new AccountCommand.Open(Rao.tao(10), List.of()));
    openings.put(
        EntityId.validator(VALIDATOR),
        new ValidatorCommand.Open(
            ALICE,
            true,
            11_796,
            List.of(
                new ValidatorCommand.Stake(ALICE, Rao.tao(1_000)),
                new ValidatorCommand.Stake(BOB, Rao.of(333_333_333_333L))),
            List.of(Netuid.ROOT, SUBNET)));
    openings.put(
        EntityId.validator(MINER),
        new ValidatorCommand.Open(CAROL, false, 0, List.of(), List.of(SUBNET)));
    var parameters = new TreeMap<String, Long>();
    parameters.put("tempo", (long) TEMPO);
    parameters.put("weights_set_rate_limit", 0L);
    parameters.put("adjustment_interval", 5L);
    openings.put(
        EntityId.subnet(SUBNET),
        new SubnetCommand.Open(
            CAROL,
            parameters,
            Rao.tao(1),
            List.of(
                new SubnetCommand.Seat(VALIDATOR, ALICE), new SubnetCommand.Seat(MINER, CAROL))));
    openings.put(
        EntityId.ROOT,
        new RootCommand.Open(
            List.of(new RootCommand.FirstSubnet(SUBNET, CAROL)),
            List.of(new RootCommand.FirstSeat(VALIDATOR, ALICE))));
    Rao issuance = Rao.tao(160).plus(Rao.tao(1_000)).plus(Rao.of(333_333_333_333L));
    openings.put(
        EntityId.NETWORK_EMISSION,
        new EmissionCommand.Open(
            issuance,
            List.of(
                new EmissionCommand.FirstSubnet(SUBNET, CAROL, TEMPO, true, Rao.of(999_999_999)))));
    return openings;
  }

  Entity<?> entity(EntityId id) {
    Entity<?> known = entities.get(id);
    return known == null ? aggregates.of(id).initial(id) : known;
  }

  long height() {
    return height;
  }

  private void open(EntityId id, Object command) {
    input(id, new Input.Internal<>(command, Origin.GENESIS, 0));
    deliver();
  }

  /** Submits a call of its actor; it must be obeyed. */
  void call(Call call) {
    if (!submit(call)) {
      throw new AssertionError("not obeyed: " + call);
    }
    deliver();
  }

  /**
   * Submits a call of its actor and leaves what it sends under way until something else is
   * delivered; answers whether it was obeyed with some effect.
   */
  boolean submit(Call call) {
    SigningKey key = KEYS.get(call.actor());
    SignedCall signed = CallCodec.sign(call, PARAMETERS.network(), height + 50, key);
    return input(call.target(), new Input.Submitted<>(signed)) instanceof Step.Persist<?, ?>;
  }

  /** Mints the next blocks; everything that follows from each happens before the next. */
  void blocks(int count) {
    for (int i = 0; i < count; i++) {
      long next = height + 1;
      input(
          EntityId.NETWORK_EMISSION,
          new Input.Internal<>(new EmissionCommand.Tick(next), Origin.CLOCK, next));
      height = next;
      deliver();
    }
  }

  /** Everything that is under way arrives, and what comes of it. */
  void deliver() {
    boolean quiet = false;
    while (!quiet) {
      quiet = true;
      for (EntityId id : List.copyOf(entities.keySet())) {
        quiet &= !todo(id);
        for (var sent : entity(id).lanes().outbox().entrySet()) {
          if (!acknowledged(id).contains(sent.getKey())) {
            arrive(id, sent.getKey(), sent.getValue());
            acknowledged(id).add(sent.getKey());
            quiet = false;
          }
        }
      }
    }
  }

  private void arrive(EntityId from, long number, Lanes.Sent sent) {
    input(
        sent.to(),
        new Input.Arrived<>(from, number, sent.after(), entity(from).block(), sent.message()));
  }

  private boolean todo(EntityId id) {
    boolean did = false;
    Object command = todo(aggregates.of(id), entity(id));
    while (command != null) {
      input(id, new Input.Internal<>(command, Origin.CLOCK, 0));
      did = true;
      command = todo(aggregates.of(id), entity(id));
    }
    return did;
  }

  @SuppressWarnings({"unchecked", "NullAway"})
  private <S> Object todo(EntityLife<S, ?, ?> life, Entity<?> entity) {
    return life.aggregate().todo((S) entity.state(), height);
  }

  private TreeSet<Long> acknowledged(EntityId id) {
    return acknowledged.computeIfAbsent(id, unused -> new TreeSet<>());
  }

  @SuppressWarnings("unchecked")
  private Step<?, ?> input(EntityId id, Input<?> input) {
    return input(
        (EntityLife<Object, Object, Object>) aggregates.of(id),
        (Entity<Object>) entity(id),
        (Input<Object>) input);
  }

  private Step<?, ?> input(
      EntityLife<Object, Object, Object> life, Entity<Object> entity, Input<Object> input) {
    EntityId id = entity.id();
    var facts = new TreeMap<EntityId, Sourced>();
    var notes = new LaneNotes(List.copyOf(acknowledged(id)), List.of());
    while (true) {
      Step<Object, Object> step =
          life.step(entity, input, notes, height, height * PARAMETERS.blockMillis(), facts);
      switch (step) {
        case Step.Persist<Object, Object>(var records, var after) -> {
          log.addAll(records);
          entities.put(id, after);
          acknowledged(id).removeAll(notes.acknowledged());
          return step;
        }
        case Step.Asks<Object, Object>(SortedMap<EntityId, Query> queries) ->
            queries.forEach(
                (whom, query) -> facts.put(whom, answer(aggregates.of(whom), entity(whom), query)));
        case Step.Works<Object, Object>(var work) ->
            facts.put(id, new Sourced(work.apply(Workers.ONE), entity.sequence()));
        default -> {
          return step;
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private <S> Sourced answer(EntityLife<S, ?, ?> life, Entity<?> entity, Query query) {
    var context = Context.at(Math.max(height, entity.block()), PARAMETERS);
    return new Sourced(
        life.aggregate().answer((S) entity.state(), query, context), entity.sequence());
  }
}
