package epochal.actors.simulator;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.Step;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.rejection.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One simulated entity: what is durable, and what a crash takes away.
 *
 * <p>A cell is driven by the {@link Simulation} and calls back for everything that takes time: a
 * write, a transmission, a question. At most one write is under way; what arrives meanwhile waits
 * and is decided in one batch.
 */
final class Cell<S, C, E> {

  /** What a cell needs of the world. */
  interface World {
    long height();

    /** What the host makes of an entity that came back from its log. */
    <S> Entity<S> recovered(Entity<S> entity);

    /** Whether answers leave before their records are durable. */
    boolean answersEarly();

    void write(Cell<?, ?, ?> cell, Write<?, ?> write);

    void transmit(EntityId from, long number, long block, Lanes.Sent sent);

    void acknowledge(EntityId receiver, EntityId sender, long number);

    void ask(Cell<?, ?, ?> cell, Pending<?> pending, EntityId whom, Query query);
  }

  /** A batch of records that is being written, and what is to happen when it is durable. */
  record Write<S, E>(List<Recorded<E>> records, Entity<S> after, List<Runnable> then) {}

  /** What a caller is told. */
  interface Reply {
    void accepted(long sequence);

    void rejected(Rejection rejection);
  }

  /** An input that waits for its turn, with the facts found so far and the questions still open. */
  static final class Pending<C> {
    final Input<C> input;
    final @Nullable Reply reply;
    final TreeMap<EntityId, Sourced> facts = new TreeMap<>();
    final TreeMap<EntityId, Query> open = new TreeMap<>();

    Pending(Input<C> input, @Nullable Reply reply) {
      this.input = input;
      this.reply = reply;
    }
  }

  /** A lane on which nothing was outstanding after this number, as its sender said at a block. */
  private record Quiet(long number, long block) {}

  final EntityId id;
  private final EntityLife<S, C, E> life;
  private final NetworkParameters network;
  private final World world;

  final List<Recorded<E>> log = new ArrayList<>();
  private Entity<S> durable;

  private int incarnation;
  private boolean up = true;
  private @Nullable Write<S, E> writing;
  private boolean written;
  private final ArrayDeque<Pending<C>> inbox = new ArrayDeque<>();
  private boolean busyWithTodo;
  private boolean retransmitting;
  private final TreeSet<Long> acknowledged = new TreeSet<>();
  private final TreeMap<EntityId, Quiet> forgettable = new TreeMap<>();

  Cell(EntityId id, EntityLife<S, C, E> life, NetworkParameters network, World world) {
    this.id = id;
    this.life = life;
    this.network = network;
    this.world = world;
    this.durable = life.initial(id);
  }

  Entity<S> durable() {
    return durable;
  }

  int incarnation() {
    return incarnation;
  }

  boolean isUp() {
    return up;
  }

  boolean isIdle() {
    return writing == null && inbox.isEmpty() && !busyWithTodo;
  }

  boolean hasOutstanding() {
    return !durable.lanes().outbox().isEmpty();
  }

  boolean hasNotes() {
    return !acknowledged.isEmpty() || !forgettable.isEmpty();
  }

  long wakeAt() {
    return life.aggregate().wakeAt(durable.state());
  }

  /** A call that the simulation knows to be for this kind of entity. */
  @SuppressWarnings("unchecked")
  void command(Object command, Origin origin, long notBefore, @Nullable Reply reply) {
    arrive(new Pending<>(new Input.Internal<>((C) command, origin, notBefore), reply));
  }

  @SuppressWarnings("unchecked")
  void arrive(Input<?> input, @Nullable Reply reply) {
    arrive(new Pending<>((Input<C>) input, reply));
  }

  private void arrive(Pending<C> pending) {
    if (up) {
      inbox.add(pending);
      proceed();
    }
  }

  /** Decides everything that waits, unless a write is under way. */
  void proceed() {
    if (writing != null || !up) {
      return;
    }
    Entity<S> current = durable;
    var records = new ArrayList<Recorded<E>>();
    var then = new ArrayList<Runnable>();
    while (!inbox.isEmpty()) {
      Pending<C> pending = inbox.poll();
      LaneNotes notes = records.isEmpty() ? notes() : LaneNotes.NONE;
      Step<S, E> step =
          life.step(
              current,
              pending.input,
              notes,
              world.height(),
              world.height() * network.blockMillis(),
              Collections.unmodifiableSortedMap(pending.facts));
      switch (step) {
        case Step.Persist<S, E>(List<Recorded<E>> batch, Entity<S> after) -> {
          records.addAll(batch);
          current = after;
          then.add(() -> done(pending, batch.getFirst().sequence()));
        }
        case Step.Settled<S, E>(long sequence) -> then.add(() -> done(pending, sequence));
        case Step.Refused<S, E>(Rejection rejection) -> then.add(() -> refused(pending, rejection));
        case Step.Ignored<S, E> ignored -> {}
        case Step.Asks<S, E>(SortedMap<EntityId, Query> queries) -> ask(pending, queries);
        case Step.Works<S, E>(var work) -> {
          pending.facts.put(id, new Sourced(work.apply(Workers.ONE), current.sequence()));
          inbox.addFirst(pending);
        }
      }
    }
    if (records.isEmpty()) {
      then.forEach(Runnable::run);
    } else {
      if (world.answersEarly()) {
        then.forEach(Runnable::run);
        then.clear();
      }
      writing = new Write<>(List.copyOf(records), current, then);
      world.write(this, writing);
    }
  }

  private void ask(Pending<C> pending, SortedMap<EntityId, Query> queries) {
    pending.open.putAll(queries);
    queries.forEach((whom, query) -> world.ask(this, pending, whom, query));
  }

  /** An answer came; with the last one the input has its turn again. */
  @SuppressWarnings("unchecked")
  void answered(Pending<?> pending, EntityId whom, Sourced fact) {
    if (pending.open.remove(whom) != null) {
      pending.facts.put(whom, fact);
      if (pending.open.isEmpty()) {
        arrive((Pending<C>) pending);
      }
    }
  }

  Sourced answer(Query query) {
    var context = Context.at(Math.max(world.height(), durable.block()), network);
    Fact fact = life.aggregate().answer(durable.state(), query, context);
    return new Sourced(fact, durable.sequence());
  }

  private LaneNotes notes() {
    var forgotten = new ArrayList<EntityId>();
    forgettable.forEach(
        (sender, quiet) -> {
          boolean unused = Long.valueOf(quiet.number()).equals(durable.lanes().inbox().get(sender));
          if (unused && world.height() > quiet.block() + network.laneLifetime()) {
            forgotten.add(sender);
          }
        });
    return new LaneNotes(List.copyOf(acknowledged), List.copyOf(forgotten));
  }

  /** Makes the write durable; what it promised happens with {@link #written}. */
  List<Recorded<E>> commit(Write<?, ?> write) {
    if (write != writing) {
      throw new IllegalStateException(id.text() + " has another write under way");
    }
    List<Recorded<E>> records = writing.records();
    Entity<S> before = durable;
    written = true;
    log.addAll(records);
    durable = writing.after();
    LaneNotes notes = records.getFirst().notes();
    acknowledged.removeAll(notes.acknowledged());
    notes.forgotten().forEach(forgettable::remove);
    transmitFrom(before.lanes().sent());
    return records;
  }

  /** What was waiting for the write happens, then what waited meanwhile is decided. */
  void written(Write<?, ?> write) {
    if (write == writing) {
      List<Runnable> then = writing.then();
      writing = null;
      written = false;
      then.forEach(Runnable::run);
      todo();
      proceed();
    }
  }

  private void done(Pending<C> pending, long sequence) {
    if (pending.input instanceof Input.Arrived<C> arrived) {
      world.acknowledge(id, arrived.from(), arrived.number());
    }
    if (pending.input instanceof Input.Internal<C>) {
      busyWithTodo = false;
    }
    if (pending.reply != null) {
      pending.reply.accepted(sequence);
    }
  }

  private void refused(Pending<C> pending, Rejection rejection) {
    if (pending.input instanceof Input.Internal<C>) {
      busyWithTodo = false;
    }
    if (pending.reply != null) {
      pending.reply.rejected(rejection);
    }
  }

  /** Starts what the aggregate wants to do by itself at this height. */
  void todo() {
    if (up && !busyWithTodo && writing == null) {
      C command = life.aggregate().todo(durable.state(), world.height());
      if (command != null) {
        busyWithTodo = true;
        inbox.add(new Pending<>(new Input.Internal<>(command, Origin.CLOCK, 0), null));
        proceed();
      }
    }
  }

  /** Whether the caller shall start the timer that retransmits; true once until it stops. */
  boolean startsRetransmitting() {
    boolean starts = up && hasOutstanding() && !retransmitting;
    retransmitting |= starts;
    return starts;
  }

  /** Whether the timer goes on; if not it may be started again. */
  boolean keepsRetransmitting() {
    retransmitting = up && hasOutstanding();
    return retransmitting;
  }

  /** Sends everything that is not known to have arrived once more. */
  void retransmit() {
    transmitFrom(0);
  }

  private void transmitFrom(long number) {
    long block = Math.max(world.height(), durable.block());
    for (var entry : durable.lanes().outbox().after(number)) {
      world.transmit(id, entry.getKey(), block, entry.getValue());
    }
  }

  void acknowledgedBy(EntityId receiver, long number) {
    if (up) {
      acknowledged.addAll(durable.lanes().settledBy(receiver, number));
    }
  }

  /** Writes down what is known about lanes although nothing else happens. */
  void settle() {
    LaneNotes notes = notes();
    if (up && isIdle() && !notes.isEmpty()) {
      Step.Persist<S, E> step =
          life.settle(durable, notes, world.height(), world.height() * network.blockMillis());
      writing = new Write<>(step.records(), step.after(), new ArrayList<>());
      world.write(this, writing);
    }
  }

  /**
   * The sender says at this block that nothing on its lane to here is outstanding; when every copy
   * of its messages has become void the lane may be forgotten, unless it has been used again.
   */
  void nothingOutstanding(EntityId sender, long number, long block) {
    if (up && Long.valueOf(number).equals(durable.lanes().inbox().get(sender))) {
      forgettable.put(sender, new Quiet(number, block));
    }
  }

  /**
   * Everything that is not durable is gone.
   *
   * @param survives whether a write under way reaches the disk all the same
   */
  @Nullable List<Recorded<E>> crash(boolean survives) {
    List<Recorded<E>> late = null;
    if (writing != null && !written && survives) {
      late = writing.records();
      log.addAll(late);
      durable = writing.after();
    }
    incarnation++;
    up = false;
    writing = null;
    written = false;
    busyWithTodo = false;
    retransmitting = false;
    inbox.clear();
    acknowledged.clear();
    forgettable.clear();
    return late;
  }

  /** Comes back from its log alone. */
  void recover() {
    Entity<S> entity = life.initial(id);
    for (Recorded<E> recorded : log) {
      entity = life.apply(entity, recorded);
    }
    durable = world.recovered(entity);
    up = true;
    retransmit();
    todo();
  }
}
