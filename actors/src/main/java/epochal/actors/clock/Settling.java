package epochal.actors.clock;

import epochal.ledger.id.EntityId;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What of the present block is still going on in this process: messages in flight, and entities
 * that have something due.
 *
 * <p>A clock that runs as fast as possible waits until the block has settled: what the network's
 * emission sent has arrived, nobody has anything due, and no more than so many messages are in
 * flight. Every epoch is then held at the block that it is due at.
 */
public final class Settling {
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong fromEmission = new AtomicLong();
  private final Set<EntityId> due = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unknown = new AtomicInteger();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile Runnable hurry = () -> {};
  private volatile Runnable relax = () -> {};

  /** A class and not a record: two that wait for the same are two. */
  private static final class Waiting {
    private final long most;
    private final Runnable then;

    Waiting(long most, Runnable then) {
      this.most = most;
      this.then = then;
    }
  }

  /** {@code sender} has this many more unacknowledged messages than before, or fewer. */
  public void inFlight(EntityId sender, int change) {
    if (change == 0) {
      return;
    }
    inFlight.addAndGet(change);
    if (sender.equals(EntityId.NETWORK_EMISSION)) {
      fromEmission.addAndGet(change);
    }
    if (change < 0) {
      check();
    }
  }

  /** The entity has, or may have, something to do at the present block. */
  public void due(EntityId id) {
    due.add(id);
  }

  void done(EntityId id) {
    if (due.remove(id)) {
      check();
    }
  }

  /**
   * Somebody finds out which entities have something due or under way, and until it is known no
   * block has settled.
   *
   * @return to be run when each of them has said so itself; more than once is as good as once
   */
  public Runnable findingOut() {
    unknown.incrementAndGet();
    var open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        unknown.decrementAndGet();
        check();
      }
    };
  }

  /** Unacknowledged messages of all entities that are awake in this process. */
  public long inFlight() {
    return inFlight.get();
  }

  /** Entities that have something to do at the present block and have not done it. */
  public int due() {
    return due.size();
  }

  /** Whether the block has settled, but for at most so many messages. */
  public boolean isSettled(long most) {
    return unknown.get() == 0 && fromEmission.get() <= 0 && due.isEmpty() && inFlight.get() <= most;
  }

  /**
   * How what is under way comes to its end sooner; to be said before anybody waits.
   *
   * @param begin somebody waits
   * @param end one waits no more
   */
  public void hastenThrough(Runnable begin, Runnable end) {
    hurry = begin;
    relax = end;
  }

  /**
   * Runs {@code then} once, when the block has settled; now, if it has.
   *
   * @return ends the waiting, if it still goes on
   */
  public Runnable whenSettled(long most, Runnable then) {
    if (isSettled(most)) {
      then.run();
      return () -> {};
    }
    hurry.run();
    var mine =
        new Waiting(
            most,
            () -> {
              relax.run();
              then.run();
            });
    waiting.add(mine);
    check();
    return () -> {
      if (waiting.remove(mine)) {
        relax.run();
      }
    };
  }

  private void check() {
    for (Waiting each : waiting) {
      if (isSettled(each.most) && waiting.remove(each)) {
        each.then.run();
      }
    }
  }
}
