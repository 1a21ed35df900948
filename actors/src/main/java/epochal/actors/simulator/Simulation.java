package epochal.actors.simulator;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.persistence.audit.AuditReport;
import epochal.persistence.audit.Divergence;
import epochal.persistence.audit.LogAuditor;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.emission.EmissionEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A whole network in one thread, from one seed.
 *
 * <h2>Time</h2>
 *
 * Virtual time passes from one event to the next: a hop of a message, a write becoming durable, an
 * answer, a tick of the block clock, a crash. Events of the same instant go in the order in which
 * they were made. Every delay, loss, duplication and crash is drawn from one {@link
 * SplittableRandom}; nothing else is random and nothing depends on the order of a hash.
 *
 * <h2>What is checked</h2>
 *
 * Every record that becomes durable is given to the same {@link LogAuditor} that audits a real log,
 * at once: it applies the record to its own copy of the entity and checks conservation, lanes,
 * sequence numbers, and every epoch and block reward. After the last block the world heals: no more
 * faults, and everything must come to rest with nothing in flight, all acknowledged calls in the
 * log, and every entity equal to what its log makes of it.
 */
public class Simulation implements Cell.World {
  static final String LANE_FORGOTTEN = "LaneForgotten";
  private static final long TICK_INTERVAL = 400;
  private static final long RETRY_INTERVAL = 600;
  private static final long MAX_EVENTS_A_BLOCK = 2_000_000;

  private final Aggregates aggregates;
  private final NetworkParameters network;
  private final SplittableRandom random;
  private Faults faults;
  private final VirtualTime time = new VirtualTime();
  private final TreeMap<EntityId, Cell<?, ?, ?>> cells = new TreeMap<>();
  private final LogAuditor auditor;
  private final List<Opening> openings;
  private final List<String> violations = new ArrayList<>();
  private final TreeMap<String, Long> kinds = new TreeMap<>();
  private long height;
  private long crashes;
  private boolean stopped;
  private boolean ticking = true;

  /** A simulation of the network of this genesis. */
  public Simulation(Genesis genesis, long seed, Faults.Level level) {
    this(genesis, new Aggregates(genesis.network()), seed, level);
  }

  /**
   * A simulation in which entities live by these rules, audited by the real ones.
   *
   * @param aggregates tests plant bugs here
   */
  protected Simulation(Genesis genesis, Aggregates aggregates, long seed, Faults.Level level) {
    this.aggregates = aggregates;
    this.network = aggregates.network();
    this.random = new SplittableRandom(seed);
    this.faults = Faults.drawn(level, random);
    this.auditor = new LogAuditor(new Aggregates(network));
    this.openings = genesis.openings();
  }

  private void open(Opening opening) {
    Cell<?, ?, ?> cell = cell(opening.entity());
    cell.command(opening.command(), Origin.GENESIS, 0, null);
    drain();
  }

  /**
   * Opens the genesis, runs this many blocks of this workload, heals the world and lets everything
   * come to rest. A simulation runs once.
   */
  public SimulationReport run(long blocks, Workload workload) {
    try {
      openings.forEach(this::open);
      long last = height + blocks;
      scheduleTick();
      while (height < last && !stopped) {
        long before = height;
        long passedBefore = time.passed();
        while (height == before && !stopped) {
          next();
          if (time.passed() - passedBefore > MAX_EVENTS_A_BLOCK) {
            violation("block " + (height + 1) + " does not come");
          }
        }
        if (!stopped) {
          workload.atBlock(height, this, random);
        }
      }
      heal();
    } catch (RuntimeException e) {
      violation(e.toString());
    }
    return report();
  }

  private void heal() {
    faults = Faults.NONE;
    ticking = false;
    long passedBefore = time.passed();
    while (!time.isOver() && !stopped) {
      next();
      if (time.passed() - passedBefore > MAX_EVENTS_A_BLOCK) {
        violation("the healed network does not come to rest");
      }
    }
    if (stopped) {
      return;
    }
    for (Cell<?, ?, ?> cell : cells.values()) {
      if (cell.hasOutstanding() && !cell.hasNotes()) {
        violation(cell.id.text() + " still has messages that have not arrived");
      }
    }
    Rao underWay = auditor.supplyAt(height).inFlight();
    if (!underWay.isZero()) {
      violation("at rest there is still money under way: " + underWay);
    }
  }

  private SimulationReport report() {
    AuditReport audit = auditor.finish();
    Divergence divergence = audit.divergence();
    if (divergence != null && violations.isEmpty()) {
      violation(divergence.toString());
    }
    return new SimulationReport(
        height,
        audit.events(),
        crashes,
        audit.stateHash(),
        List.copyOf(violations),
        Collections.unmodifiableSortedMap(kinds),
        audit);
  }

  // What callers do

  public NetworkParameters network() {
    return network;
  }

  @Override
  public long height() {
    return height;
  }

  /** Calls until answered; the same call may well arrive more than once. */
  public void submit(SignedCall call) {
    new Client(call).send();
  }

  /** What someone who reads the ledger sees of an entity now. */
  public Object stateOf(EntityId id) {
    return cell(id).durable().state();
  }

  private final class Client implements Cell.Reply {
    private final SignedCall call;
    private boolean answered;

    Client(SignedCall call) {
      this.call = call;
    }

    void send() {
      if (answered || stopped) {
        return;
      }
      hop(() -> cell(call.call().target()).arrive(new Input.Submitted<>(call), this));
      after(RETRY_INTERVAL, this::send);
    }

    @Override
    public void accepted(long sequence) {
      if (!answered && sequence > 0) {
        promised(call, sequence);
      }
      answered = true;
    }

    @Override
    public void rejected(Rejection rejection) {
      answered = true;
    }
  }

  /** A caller has been told that its call stands in the log; so it must, now and for ever. */
  private void promised(SignedCall call, long sequence) {
    Cell<?, ?, ?> cell = cell(call.call().target());
    boolean there =
        sequence <= cell.log.size()
            && cell.log.get((int) sequence - 1).origin() instanceof Origin.Signed(SignedCall made)
            && made.id().equals(call.id());
    if (!there) {
      violation(
          cell.id.text() + " acknowledged a call as record " + sequence + " that is not there");
    }
  }

  // The block clock

  private void scheduleTick() {
    after(1 + random.nextLong(TICK_INTERVAL), this::tick);
  }

  private void tick() {
    if (!ticking) {
      return;
    }
    long next = height + 1;
    cell(EntityId.NETWORK_EMISSION)
        .command(new EmissionCommand.Tick(next), Origin.CLOCK, next, null);
    after(
        RETRY_INTERVAL,
        () -> {
          if (height < next) {
            tick();
          }
        });
  }

  private void reached(long block) {
    height = block;
    for (Cell<?, ?, ?> cell : cells.values()) {
      if (cell.wakeAt() != Aggregate.NEVER) {
        cell.todo();
      }
    }
    if (ticking) {
      scheduleTick();
    }
  }

  // What cells need of the world

  private Cell<?, ?, ?> cell(EntityId id) {
    return cells.computeIfAbsent(id, unknown -> cell(unknown, aggregates.of(unknown)));
  }

  private <S, C, E> Cell<S, C, E> cell(EntityId id, EntityLife<S, C, E> life) {
    return new Cell<>(id, life, network, this);
  }

  @Override
  public void write(Cell<?, ?, ?> cell, Cell.Write<?, ?> write) {
    int incarnation = cell.incarnation();
    after(
        1 + random.nextLong(faults.writeDelay()),
        () -> {
          if (cell.incarnation() == incarnation) {
            recorded(cell, cell.commit(write));
            after(1, () -> cell.written(write));
          }
        });
  }

  private void recorded(Cell<?, ?, ?> cell, List<? extends Recorded<?>> records) {
    for (Recorded<?> recorded : records) {
      count(recorded);
      Divergence divergence = auditor.accept(recorded);
      if (divergence != null) {
        violation(divergence.toString());
      }
    }
    for (Recorded<?> recorded : records) {
      if (recorded.event() instanceof EmissionEvent.BlockMinted minted
          && minted.height() == height + 1) {
        after(1, () -> reached(minted.height()));
      }
    }
    retransmitFrom(cell);
  }

  private void count(Recorded<?> recorded) {
    if (recorded.event() != null) {
      kinds.merge(recorded.event().getClass().getSimpleName(), 1L, Long::sum);
    }
    if (!recorded.notes().forgotten().isEmpty()) {
      kinds.merge(LANE_FORGOTTEN, 1L, Long::sum);
    }
  }

  private void retransmitFrom(Cell<?, ?, ?> cell) {
    if (cell.startsRetransmitting()) {
      retransmitLater(cell);
    }
  }

  private void retransmitLater(Cell<?, ?, ?> cell) {
    int incarnation = cell.incarnation();
    after(
        RETRY_INTERVAL + random.nextLong(RETRY_INTERVAL),
        () -> {
          if (cell.incarnation() == incarnation && cell.keepsRetransmitting()) {
            cell.settle();
            cell.retransmit();
            retransmitLater(cell);
          }
        });
  }

  @Override
  public void transmit(EntityId from, long number, long block, Lanes.Sent sent) {
    var arrived = new Input.Arrived<>(from, number, sent.after(), block, sent.message());
    hop(() -> cell(sent.to()).arrive(arrived, null));
  }

  @Override
  public void acknowledge(EntityId receiver, EntityId sender, long number) {
    hop(() -> cell(sender).acknowledgedBy(receiver, number));
    if (random.nextInt(8) == 0) {
      after(RETRY_INTERVAL, () -> askWhetherQuiet(receiver, sender, number));
    }
  }

  private void askWhetherQuiet(EntityId receiver, EntityId sender, long number) {
    hop(
        () -> {
          Cell<?, ?, ?> asked = cell(sender);
          if (asked.isUp() && !asked.durable().lanes().isOutstanding(receiver)) {
            long block = Math.max(height, asked.durable().block());
            hop(() -> cell(receiver).nothingOutstanding(sender, number, block));
          }
        });
  }

  @Override
  public void ask(Cell<?, ?, ?> cell, Cell.Pending<?> pending, EntityId whom, Query query) {
    int incarnation = cell.incarnation();
    hop(
        () -> {
          Cell<?, ?, ?> asked = cell(whom);
          if (asked.isUp()) {
            Sourced answer = asked.answer(query);
            hop(
                () -> {
                  if (cell.incarnation() == incarnation) {
                    cell.answered(pending, whom, answer);
                  }
                });
          }
        });
    after(
        RETRY_INTERVAL,
        () -> {
          if (cell.incarnation() == incarnation && pending.open.containsKey(whom)) {
            ask(cell, pending, whom, query);
          }
        });
  }

  // Virtual time and faults

  private void after(long delay, Runnable action) {
    time.after(delay, action);
  }

  /** One hop over the network: it may be lost, doubled and delayed. */
  private void hop(Runnable arrival) {
    int copies = 1;
    if (happens(faults.loss())) {
      copies = 0;
    } else if (happens(faults.duplication())) {
      copies = 2;
    }
    for (int copy = 0; copy < copies; copy++) {
      after(1 + random.nextLong(faults.delay()), arrival);
    }
  }

  private boolean happens(int thousandths) {
    return thousandths > 0 && random.nextInt(1_000) < thousandths;
  }

  private void next() {
    Runnable event = time.next();
    if (event == null) {
      violation("nothing is left to happen before block " + (height + 1));
      return;
    }
    if (happens(faults.crash()) && !cells.isEmpty()) {
      crash(anyCell());
    }
    if (happens(faults.blackout()) && random.nextInt(20) == 0) {
      cells.values().forEach(this::crash);
    }
    event.run();
  }

  /** Lets everything happen that is under way, without faults. */
  private void drain() {
    for (Runnable event = time.next(); event != null && !stopped; event = time.next()) {
      event.run();
    }
  }

  private Cell<?, ?, ?> anyCell() {
    int index = random.nextInt(cells.size());
    for (Cell<?, ?, ?> cell : cells.values()) {
      if (index-- == 0) {
        return cell;
      }
    }
    throw new IllegalStateException("no cell");
  }

  private void crash(Cell<?, ?, ?> cell) {
    if (!cell.isUp()) {
      return;
    }
    crashes++;
    var late = cell.crash(random.nextBoolean());
    if (late != null) {
      recorded(cell, late);
    }
    after(1 + random.nextLong(Math.max(1, faults.downtime())), () -> recover(cell));
  }

  private void recover(Cell<?, ?, ?> cell) {
    cell.recover();
    retransmitFrom(cell);
  }

  /** Tests plant bugs here: what a host makes of an entity that it has recovered. */
  @Override
  public <S> Entity<S> recovered(Entity<S> entity) {
    return entity;
  }

  /** Tests plant bugs here: whether a host answers before what it answers is durable. */
  @Override
  public boolean answersEarly() {
    return false;
  }

  private void violation(String what) {
    violations.add("block " + height + ": " + what);
    stopped = true;
  }
}
