package epochal.actors.clock;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.id.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * What a node knows of the block clock: the height, who wants to be woken at which, and what is
 * still to be done at the present one.
 *
 * <p>An entity that has something to do at a later block registers here, so that none needs a timer
 * and an entity that has nothing to do costs nothing.
 */
public final class BlockHeight {

  /** Wakes entities. */
  @FunctionalInterface
  public interface Waker {
    void wake(EntityId id, long block);
  }

  private volatile long height;
  private volatile Waker waker = (id, block) -> {};
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final Settling settling;

  private final Object lock = new Object();
  private final TreeMap<Long, List<EntityId>> byBlock = new TreeMap<>();
  private final ConcurrentHashMap<EntityId, Long> byEntity = new ConcurrentHashMap<>();

  public BlockHeight(Settling settling) {
    this.settling = settling;
  }

  /** The height in blocks; 0 before the first. */
  public long height() {
    return height;
  }

  /** Where wake-ups go to. */
  public void wakeThrough(Waker through) {
    waker = through;
  }

  /** Told of every new height, on the thread that learnt it first; to be quick. */
  public void onHeight(LongConsumer listener) {
    listeners.add(listener);
  }

  /** The height is at least {@code block}; whoever wanted to be woken until then is. */
  public void reached(long block) {
    if (block <= height) {
      return;
    }
    List<EntityId> due = new ArrayList<>();
    synchronized (lock) {
      if (block <= height) {
        return;
      }
      height = block;
      while (!byBlock.isEmpty() && byBlock.firstKey() <= block) {
        var entry = byBlock.pollFirstEntry();
        for (EntityId id : entry.getValue()) {
          if (byEntity.remove(id, entry.getKey())) {
            settling.due(id);
            due.add(id);
          }
        }
      }
    }
    for (EntityId id : due) {
      waker.wake(id, block);
    }
    for (LongConsumer listener : listeners) {
      listener.accept(block);
    }
  }

  /**
   * From now on the entity next has something to do at {@code block}, and not before.
   *
   * @param block the height, {@link epochal.ledger.aggregate.Aggregate#NEVER} for none
   * @return whether that is now
   */
  public boolean next(EntityId id, long block) {
    if (block == Aggregate.NEVER && !byEntity.containsKey(id)) {
      // The most common case, after every write of every account. Should a height that is just
      // being
      // reached have taken the entity from the list, it is woken, and says so again.
      settling.done(id);
      return false;
    }
    synchronized (lock) {
      if (block <= height) {
        byEntity.remove(id);
        settling.due(id);
        return true;
      }
      settling.done(id);
      Long known = byEntity.get(id);
      if (known != null && known == block) {
        return false;
      }
      if (block == Long.MAX_VALUE) {
        byEntity.remove(id);
      } else {
        byEntity.put(id, block);
        byBlock.computeIfAbsent(block, b -> new ArrayList<>()).add(id);
      }
      return false;
    }
  }

  /** Those that have something to do at a later block. */
  public Set<EntityId> waiting() {
    return Set.copyOf(byEntity.keySet());
  }
}
