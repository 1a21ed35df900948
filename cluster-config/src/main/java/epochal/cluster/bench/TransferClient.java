package epochal.cluster.bench;

import epochal.actors.gateway.Node;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.DurableListener;
import epochal.persistence.log.LogEntry;
import epochal.persistence.record.CallCodec;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.LedgerSchema;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends transfers through a node's gateway, and counts one when its receiver's event is durable.
 *
 * <p>Each transfer under way has a slot, and its amount names the slot. So the event at the
 * receiver tells which one has arrived, once it is clear that it came from the same sender; and no
 * two calls are the same command, because a slot is used again only long after. The log hands over
 * what has become durable; nothing is read back from the disk.
 *
 * <p>Latency is counted from when the transfer was to start. With a rate that is when it was due,
 * also if the client or the node could not keep up and it was sent later.
 */
final class TransferClient implements DurableListener, AutoCloseable {
  private static final int SLOTS = 2 * TransferLoad.MOST_IN_FLIGHT;

  /** In rao, and above the existential deposit, so that no receiver is asked first. */
  private static final long LEAST_AMOUNT = 1_000;

  private static final long VALID_BLOCKS = 8;

  /** To wake for each transfer would take a tenth of what the node has to work with. */
  private static final long SHORTEST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Of the rate, to begin with. */
  private static final double LEAST_PART = 0.01;

  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final String CREDITED =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Credited(Rao.of(1), Message.Credit.Reason.TRANSFER));

  private final Node node;
  private final TransferNetwork network;
  private final RecordCodec codec;
  private final TransferLoad load;
  private final TransferPairs pairs;
  private final Semaphore room;
  private final Thread sending = new Thread(this::send, "bench-sender");
  private final Thread counting = new Thread(this::count, "bench-counter");
  private final long origin = System.nanoTime() - 1;

  /** When the transfer in a slot was to start, in nanoseconds from the origin; 0 for a free one. */
  private final AtomicLongArray starts = new AtomicLongArray(SLOTS);

  private final AccountId[] senders = new AccountId[SLOTS];
  private final LinkedBlockingQueue<Group> durable = new LinkedBlockingQueue<>();
  private long serial;
  private volatile boolean stopped;
  private volatile long offered;
  private volatile @Nullable Throwable failure;

  // The counter's, to be read when it has ended or by themselves.
  private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);
  private volatile long arrived;
  private volatile long arrivedInWindow;
  private long strange;
  private final SortedMap<String, Long> refusals = new TreeMap<>();

  private volatile long windowFrom = Long.MAX_VALUE;
  private volatile long windowTo = Long.MAX_VALUE;

  /** What became durable together, and when; no entries at the end. */
  private record Group(long nanos, List<LogEntry> entries) {}

  TransferClient(Node node, TransferNetwork network, TransferLoad load) {
    this.node = node;
    this.network = network;
    this.codec = new RecordCodec(node.gateway().network().network());
    this.load = load;
    long before = node.log().durableEnd();
    this.pairs = new TransferPairs(load.skew(), load.active(), before);
    this.room = new Semaphore(load.inFlight());
  }

  void start() {
    node.log().addListener(this);
    sending.start();
    counting.start();
  }

  /** From now on arrivals count, and the latency of what is to start. */
  void openWindow() {
    windowFrom = now();
  }

  /** From now on they do not. */
  void closeWindow() {
    windowTo = now();
  }

  /** Sends nothing more, waits a while for what is under way, and stops counting. */
  void finish(long patienceSeconds) {
    stopped = true;
    try {
      sending.join();
      if (room.tryAcquire(load.inFlight(), patienceSeconds, TimeUnit.SECONDS)) {
        room.release(load.inFlight());
      }
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the client was interrupted", e);
    }
  }

  /** Stops counting; what is under way is left alone. */
  @Override
  public void close() {
    stopped = true;
    node.log().removeListener(this);
    durable.add(new Group(0, List.of()));
    try {
      sending.join();
      counting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  // Sending

  private void send() {
    try {
      if (load.rate() == null) {
        sendWhenThereIsRoom();
      } else {
        sendWhenDue(1e9 / load.rate());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void sendWhenThereIsRoom() throws InterruptedException {
    while (!stopped) {
      if (room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        for (int left = 1 + room.drainPermits(); left > 0; left--) {
          send(now());
        }
      }
    }
  }

  /**
   * The rate rises during the first half of what does not count: a node that has just started is
   * compiled while it works, and what it could not do then would be late when it counts.
   */
  private void sendWhenDue(double meanNanos) throws InterruptedException {
    long began = now();
    double rising = TimeUnit.SECONDS.toNanos(load.warmUpSeconds()) / 2.0;
    long due = began;
    while (!stopped) {
      double part = due - began < rising ? Math.max(LEAST_PART, (due - began) / rising) : 1;
      due += pairs.gap(meanNanos / part);
      for (long early = due - now(); early > 0 && !stopped; early = due - now()) {
        LockSupport.parkNanos(Math.clamp(early, SHORTEST_NAP_NANOS, LONGEST_NAP_NANOS));
      }
      // Where the node is too far behind, the transfer is late, and its latency says so.
      boolean admitted = false;
      while (!stopped && !admitted) {
        admitted = room.tryAcquire(100, TimeUnit.MILLISECONDS);
      }
      if (admitted) {
        send(due);
      }
    }
  }

  private void send(long start) {
    int slot = freeSlot();
    pairs.next();
    AccountId from = network.active().get(pairs.from());
    AccountId to = network.active().get(pairs.to());
    senders[slot] = from;
    starts.set(slot, start);
    offered++;
    var call = new AccountCommand.Transfer(from, to, Rao.of(LEAST_AMOUNT + slot), true);
    byte[] bytes =
        CallCodec.canonicalBytes(
            call, node.gateway().network().network(), node.height().height() + VALID_BLOCKS);
    Signature signature = load.signed() ? network.key(pairs.from()).sign(bytes) : Signature.NONE;
    var ignored =
        node.gateway()
            .submit(bytes, from, signature)
            .thenAccept(outcome -> answered(slot, start, outcome));
  }

  private int freeSlot() {
    int slot;
    do {
      slot = (int) (serial++ % SLOTS);
    } while (starts.get(slot) != 0);
    return slot;
  }

  /** What was refused will not arrive; after a failure it may yet. */
  private void answered(int slot, long start, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted ignored -> {}
      case Outcome.Rejected(var rejection) -> refused(slot, start, rejection.code().name());
      case Outcome.Busy ignored -> refused(slot, start, "Busy");
      case Outcome.Unavailable(var code, var sentence) -> refused(slot, start, code);
      case Outcome.Failed ignored -> note("Failed");
    }
  }

  private void refused(int slot, long start, String why) {
    if (starts.compareAndSet(slot, start, 0)) {
      note(why);
      room.release();
    }
  }

  private void note(String why) {
    synchronized (refusals) {
      refusals.merge(why, 1L, Long::sum);
    }
  }

  // Counting

  @Override
  public void onDurable(long firstOffset, List<LogEntry> entries) {
    durable.add(new Group(now(), entries));
  }

  private void count() {
    try {
      for (Group group = durable.take(); !group.entries().isEmpty(); group = durable.take()) {
        count(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void count(Group group) {
    boolean counts = group.nanos() >= windowFrom && group.nanos() < windowTo;
    int found = 0;
    for (LogEntry entry : group.entries()) {
      boolean credits =
          entry.serializerId() == StoredRecord.SERIALIZER_ID
              && RecordCodec.schemaOf(entry.payload()).equals(CREDITED);
      if (credits
          && entry.name().entity() instanceof EntityId receiver
          && arrived(
              codec.decode(receiver, entry.sequence(), entry.payload()).recorded(),
              group.nanos())) {
        found++;
      }
    }
    arrived += found;
    if (counts) {
      arrivedInWindow += found;
    }
    room.release(found);
  }

  private boolean arrived(Recorded<?> recorded, long nanos) {
    if (recorded.event() instanceof AccountEvent.Credited(Rao amount, var reason)
        && recorded.origin() instanceof Origin.Delivered(EntityId.Account(AccountId from), var n)
        && amount.amount() >= LEAST_AMOUNT
        && amount.amount() < LEAST_AMOUNT + SLOTS) {
      int slot = (int) (amount.amount() - LEAST_AMOUNT);
      long start = starts.get(slot);
      if (start != 0 && from.equals(senders[slot]) && starts.compareAndSet(slot, start, 0)) {
        if (start >= windowFrom && start < windowTo) {
          latencies.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos - start) / 1_000));
        }
        return true;
      }
    }
    strange++;
    return false;
  }

  // What came of it

  /** Why the client itself stopped; none if it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** How many were sent so far. */
  long offered() {
    return offered;
  }

  /** How many have arrived so far. */
  long arrived() {
    return arrived;
  }

  /** How many are neither there nor refused; once nothing more is sent. */
  long underWay() {
    return (long) load.inFlight() - room.availablePermits();
  }

  /** How many arrived in the window. */
  long arrivedInWindow() {
    return arrivedInWindow;
  }

  /** Credits that nobody sent; once it is finished. */
  long strange() {
    return strange;
  }

  /** In microseconds, of what was to start in the window and has arrived; once it is finished. */
  Histogram latencies() {
    return latencies;
  }

  /** How many were not obeyed, by code. */
  SortedMap<String, Long> refusals() {
    synchronized (refusals) {
      return new TreeMap<>(refusals);
    }
  }
}
