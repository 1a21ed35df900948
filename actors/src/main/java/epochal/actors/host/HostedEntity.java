package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.IdleMail;
import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Sourced;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.log.LogException;
import epochal.subnets.emission.EmissionCommand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One entity in its actor.
 *
 * <h2>One write at a time, everything that waits in it</h2>
 *
 * Inputs are decided in order against the entity as the input before left it. What they bring forth
 * is persisted as one atomic batch; while that is under way, inputs wait here, and all that have
 * come are decided together when it is durable. So a hot entity is limited by the disk's syncs only
 * in how often it writes, not in how much.
 *
 * <h2>Nothing before it is durable</h2>
 *
 * Answers, acknowledgements and transmissions leave when their batch is durable, refusals too,
 * since they may rest on something in it. Questions of others are answered from what is durable. A
 * crash therefore takes away only what nobody has been told.
 *
 * <h2>Nothing is dropped in silence</h2>
 *
 * When too much waits, who submits is told that the entity is busy; a message on a lane may be
 * dropped, since its sender sends it again.
 */
final class HostedEntity<S, C, E> {
  private static final Logger LOG = LoggerFactory.getLogger(HostedEntity.class);

  /** After this much a batch takes no more, well below what the log allows. */
  private static final long MAX_BATCH_BYTES = 4 << 20;

  /** What the actor is to do next. */
  sealed interface Next {
    /** Wait for the next message. */
    enum Wait implements Next {
      INSTANCE
    }

    /** Persist this batch and call {@link #persisted} when it is durable. */
    record Persist(Batch<?, ?> batch) implements Next {}

    /** Stop; nothing is under way. */
    enum Stop implements Next {
      INSTANCE
    }
  }

  private final EntityId id;
  private final EntityLife<S, C, E> life;
  private final HostEnvironment environment;
  private final EntityBody body;
  private final LaneTraffic traffic;
  private final Gathering<C> gathering;

  private final Waiting<C> waiting = new Waiting<>();
  private final ArrayDeque<EntityMessage> early = new ArrayDeque<>();
  private final Arrivals arrivals = new Arrivals();
  private Entity<S> durable;
  private Hash256 head;
  private final Consumer<EntityMessage> idleReader = this::take;
  private IdleMail mail = new IdleMail();
  private boolean expectsMail;
  private boolean recovered;
  private @Nullable Batch<S, E> writing;
  private boolean proceeding;
  private boolean busyWithTodo;
  private boolean flushing;
  private boolean resting;
  private boolean ended;
  private boolean merelyOpened;
  private long lastInputNanos = System.nanoTime();

  HostedEntity(
      EntityId id, EntityLife<S, C, E> life, HostEnvironment environment, EntityBody body) {
    this.id = id;
    this.life = life;
    this.environment = environment;
    this.body = body;
    this.durable = life.initial(id);
    this.head = environment.aggregates().network().network();
    this.traffic = new LaneTraffic(environment, id);
    this.gathering = new Gathering<>(environment, id, body.self().narrow(), body.self().narrow());
  }

  // What comes in

  Next receive(HostMessage message) {
    mail.take(idleReader);
    switch (message) {
      case EntityMessage entityMessage -> {
        if (!entityMessage.to().equals(id)) {
          Refusals.misdelivered(id, entityMessage);
        } else if (!recovered) {
          if (early.size() < environment.settings().capacity()) {
            early.add(entityMessage);
          } else {
            Refusals.busy(id, entityMessage);
          }
        } else {
          take(entityMessage);
        }
      }
      case EntityMessage.FactFound found -> {
        Pending<C> complete = gathering.found(found);
        if (complete != null) {
          waiting.add(complete);
        }
      }
      case Internal.WorkDone done -> workDone(done);
      case Internal.Proceed ignored -> proceeding = false;
      case Internal.Check ignored -> check();
      case Internal.Rest ignored -> {
        resting = true;
        environment.region().leaves(id, body.self());
        mail.take(idleReader);
        flushing = traffic.hasNotes(block());
        gathering.abandon().forEach(pending -> pending.reply(Refusals.stopping(id)));
      }
      default ->
          throw new IllegalArgumentException("an entity takes no " + message.getClass().getName());
    }
    expectMail();
    return proceed();
  }

  /** While messages are sent again, the next few follow each acknowledgement. */
  private void expectMail() {
    if (traffic.isLossy() != expectsMail) {
      expectsMail = !expectsMail;
      mail.expect(expectsMail);
      mail.take(idleReader);
    }
  }

  private void take(EntityMessage message) {
    merelyOpened = message instanceof EntityMessage.Open;
    switch (message) {
      case EntityMessage.Submit(var call, var asker) ->
          await(message, Pending.of(new Input.Submitted<>(call), asker));
      case EntityMessage.Transmit m -> arrive(m);
      case EntityMessage.Open(var to, var command, var asker) ->
          await(
              message,
              Pending.of(new Input.Internal<>(command(command), Origin.GENESIS, 0), asker));
      case EntityMessage.Tick(var block, var asker) -> {
        C tick = command(new EmissionCommand.Tick(block));
        await(message, Pending.of(new Input.Internal<>(tick, Origin.CLOCK, block), asker));
      }
      case EntityMessage.Wake(var to, var block) -> {
        environment.clock().reached(block);
        todo();
      }
      case EntityMessage.Acknowledge(var to, var from, var number, var asks) -> {
        traffic.acknowledged(durable, from, number, asks);
        body.checkWithin(environment.settings().flushAfter());
      }
      case EntityMessage.AskSettled question -> traffic.answerSettled(durable, question);
      case EntityMessage.Settled settled -> {
        traffic.settled(settled);
        body.checkWithin(environment.settings().flushAfter());
      }
      case EntityMessage.AskFact question -> answer(question);
      case EntityMessage.Describe(var to, var replyTo) ->
          replyTo.tell(new EntityMessage.Description(durable));
    }
  }

  private void arrive(EntityMessage.Transmit m) {
    Lanes.Turn turn = durable.lanes().turn(m.from(), m.number(), m.after());
    if (turn == Lanes.Turn.DUPLICATE) {
      Long last = durable.lanes().inbox().get(m.from());
      long taken = last == null ? m.number() : last;
      environment.region().tell(new EntityMessage.Acknowledge(m.from(), id, taken, false));
      return;
    }
    if (!arrivals.mayTakeRoom(m, turn) || gathering.has(m.from(), m.number())) {
      return;
    }
    var input = new Input.Arrived<C>(m.from(), m.number(), m.after(), m.sentAt(), m.message());
    if (await(m, Pending.of(input, null))) {
      arrivals.add(m);
    }
  }

  /** Whether there was room. */
  private boolean await(EntityMessage message, Pending<C> pending) {
    if (waiting.size() + gathering.size() >= environment.settings().capacity()) {
      Refusals.busy(id, message);
      return false;
    }
    lastInputNanos = System.nanoTime();
    waiting.add(pending);
    return true;
  }

  /** What was decided is no longer arriving; where it was not taken, it has to come again. */
  private void release(Batch<S, E> batch) {
    for (Input.Arrived<?> arrived : batch.arrived()) {
      arrivals.remove(arrived);
    }
  }

  private void answer(EntityMessage.AskFact question) {
    try {
      var context = Context.at(block(), environment.aggregates().network());
      var fact = life.aggregate().answer(durable.state(), question.query(), context);
      question
          .replyTo()
          .tell(
              new EntityMessage.FactFound(
                  id, new Sourced(fact, durable.sequence()), question.ticket()));
    } catch (RuntimeException e) {
      LOG.error("{} cannot answer {}", id.text(), question.query(), e);
    }
  }

  private void workDone(Internal.WorkDone done) {
    Pending<C> pending = gathering.done(done);
    if (pending == null) {
      return;
    }
    if (done.result() == null) {
      fault(pending, done.failure());
      if (pending.input() instanceof Input.Arrived<C> arrived) {
        arrivals.remove(arrived);
      }
    } else {
      waiting.add(pending);
    }
  }

  // What comes of it

  /** Decides what waits, unless a write is under way. */
  private Next proceed() {
    boolean nothing = waiting.isEmpty() && !flushing && !resting;
    if (!recovered || writing != null || proceeding || nothing) {
      return Next.Wait.INSTANCE;
    }
    LaneNotes notes = traffic.notes(block());
    var batch = new Batch<S, E>(id, life, environment, durable, head, notes);
    int left = environment.settings().maxBatch();
    while (left-- > 0 && batch.bytes() < MAX_BATCH_BYTES && !waiting.isEmpty()) {
      decide(batch, waiting.take());
    }
    if (flushing && !batch.persists() && waiting.isEmpty() && !notes.isEmpty()) {
      batch.settle();
    }
    flushing = false;
    if (batch.persists()) {
      writing = batch;
      return new Next.Persist(batch);
    }
    batch.conclude();
    release(batch);
    if (!waiting.isEmpty()) {
      proceedSoon();
    } else if (resting) {
      ended = true;
      return Next.Stop.INSTANCE;
    }
    return Next.Wait.INSTANCE;
  }

  private void decide(Batch<S, E> batch, Pending<C> pending) {
    try {
      switch (batch.step(pending)) {
        case Batch.Verdict.Concluded ignored -> {
          batch.decided(pending.input());
          if (pending.todo()) {
            busyWithTodo = false;
            body.checkWithin(environment.settings().resendAfter());
          }
        }
        case Batch.Verdict.Asks(var queries) -> {
          if (resting) {
            pending.reply(Refusals.stopping(id));
          } else {
            gathering.ask(pending, queries);
            body.checkWithin(environment.settings().resendAfter());
          }
        }
        case Batch.Verdict.Works(var work) -> {
          if (resting) {
            pending.reply(Refusals.stopping(id));
          } else {
            gathering.work(pending, work);
          }
        }
      }
    } catch (RuntimeException e) {
      batch.decided(pending.input());
      fault(pending, e);
    }
  }

  /** A bug in the rules: the entity is as it was, and everybody is told. */
  private void fault(Pending<C> pending, @Nullable Throwable cause) {
    LOG.error("{} failed to decide {}", id.text(), pending.input(), cause);
    if (pending.todo()) {
      busyWithTodo = false;
      body.checkWithin(environment.settings().resendAfter());
    }
    pending.reply(
        new Outcome.Failed(
            id.text() + " met an internal error and did nothing; the node's log has the details."));
  }

  /** The batch under way is durable. */
  void persisted() {
    Batch<S, E> batch = writing;
    if (batch == null) {
      throw new IllegalStateException(id.text() + " was not writing");
    }
    writing = null;
    durable = batch.after();
    head = batch.head();
    traffic.persisted(durable, batch.notes());
    // What is due now must be known before anyone learns from an answer that this is durable.
    todo();
    batch.conclude();
    release(batch);
    lastInputNanos = System.nanoTime();
    body.checkWithin(traffic.outstanding() > 0 ? traffic.untilLook() : passivateAfter());
    if (!waiting.isEmpty() || resting) {
      proceedSoon();
    }
  }

  /**
   * Nothing of the batch under way was written. What it held is told so, or comes again by itself:
   * messages on lanes from their senders, and what the entity does by itself at the next check.
   */
  void refused(LogException reason) {
    Batch<S, E> batch = writing;
    if (batch == null) {
      throw new IllegalStateException(id.text() + " was not writing");
    }
    writing = null;
    batch.abandon(Refusals.unwritten(id, reason));
    release(batch);
    body.checkWithin(environment.settings().resendAfter());
    if (!waiting.isEmpty() || resting) {
      proceedSoon();
    }
  }

  /** The number of its last durable record. */
  long sequence() {
    return durable.sequence();
  }

  /** The entity as it is durable. */
  Snapshot snapshot() {
    return new Snapshot(durable, head);
  }

  private void proceedSoon() {
    if (!proceeding) {
      proceeding = true;
      body.self().tell(Internal.Proceed.INSTANCE);
    }
  }

  /** Lets the entity do by itself what is due, and has it woken for what comes later. */
  private void todo() {
    long wakeAt = life.aggregate().wakeAt(durable.state());
    environment.clock().next(id, wakeAt);
    if (busyWithTodo || resting) {
      return;
    }
    C todo = life.aggregate().todo(durable.state(), block());
    if (todo != null) {
      busyWithTodo = true;
      waiting.add(Pending.todo(new Input.Internal<>(todo, Origin.CLOCK, block())));
      proceedSoon();
    }
  }

  private void check() {
    if (!recovered) {
      return;
    }
    HostSettings settings = environment.settings();
    long now = System.nanoTime();
    long idle = now - lastInputNanos;
    todo();
    if (traffic.outstanding() > 0) {
      traffic.look(durable);
      body.checkWithin(traffic.untilLook());
    }
    if (gathering.size() > 0) {
      gathering.askAgain(now, settings.resendAfter().toNanos());
      body.checkWithin(settings.resendAfter());
    }
    if (traffic.askForgettable() || traffic.hasNotes(block())) {
      flushing = idle >= settings.flushAfter().toNanos();
      body.checkWithin(settings.flushAfter());
    }
    boolean quiet =
        traffic.outstanding() == 0
            && gathering.size() == 0
            && waiting.isEmpty()
            && writing == null
            && !busyWithTodo;
    if (quiet && idle >= passivateAfter().toNanos()) {
      // What comes from now on waits at the shard for the next actor.
      environment.region().leaves(id, body.self());
      body.passivate();
    }
    body.checkWithin(passivateAfter());
  }

  private Duration passivateAfter() {
    HostSettings settings = environment.settings();
    return merelyOpened ? settings.passivateOpenedAfter() : settings.passivateAfter();
  }

  // Beginning and end

  @SuppressWarnings("unchecked") // a stream holds one kind of entity
  void recovered(Snapshot state) {
    durable = (Entity<S>) state.entity();
    head = state.head();
    recovered = true;
    mail = environment.region().arrives(id, body.self());
    traffic.recovered(durable);
    todo();
    List<EntityMessage> first = new ArrayList<>(early);
    early.clear();
    first.forEach(this::take);
    proceedSoon();
    body.checkWithin(environment.settings().resendAfter());
  }

  /** The actor ends, in order or because a write or the recovery failed. */
  void stopped() {
    environment.region().leaves(id, body.self());
    traffic.stopped();
    Outcome failed = Refusals.stopping(id);
    if (writing != null) {
      writing.abandon(failed);
    }
    waiting.forEach(pending -> pending.reply(failed));
    gathering.abandon().forEach(pending -> pending.reply(failed));
    early.forEach(message -> Refusals.busy(id, message));
    boolean unfinished =
        !ended
            || traffic.outstanding() > 0
            || life.aggregate().wakeAt(durable.state()) <= environment.clock().height();
    if (unfinished) {
      environment.wakeLater().accept(id);
    }
  }

  private long block() {
    return Math.max(environment.clock().height(), durable.block());
  }

  @SuppressWarnings("unchecked") // the sender knows the kind of entity that it speaks to
  private C command(Object command) {
    return (C) command;
  }
}
