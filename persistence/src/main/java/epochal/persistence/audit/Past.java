package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorState;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What subnets and stakes were a while ago.
 *
 * <p>An epoch's record names its sources by their sequence numbers, and the sources may have moved
 * on before it stands in the log. What has been superseded is therefore kept, but only while an
 * epoch may still name it: since an epoch asks its sources after the record that let it begin,
 * everything that was superseded before the beginning of all epochs that are being held is dropped.
 *
 * <p>"Before" is meant with a margin of {@value #MARGIN} records: a source answers from what it
 * knows to be durable, which may be a little less than what the log has.
 */
final class Past {
  static final int MARGIN = 16_384;

  /**
   * What an entity was.
   *
   * @param until the sequence number with which it was no more
   * @param position in the log of that record
   */
  private record Old(EntityId entity, long until, Object value, long position) {}

  private static final class History {
    private final ArrayDeque<Old> kept = new ArrayDeque<>(4);
    private long since;
  }

  private final Map<EntityId, History> histories = new HashMap<>();
  private final ArrayDeque<Old> all = new ArrayDeque<>();
  private final TreeMap<EntityId, Long> beginnings = new TreeMap<>();
  private long oldestBeginning = Long.MAX_VALUE;

  /** From this position in the log on the coordinator may ask for an epoch. */
  void begins(EntityId coordinator, long position) {
    if (beginnings.putIfAbsent(coordinator, position) == null) {
      oldestBeginning = Math.min(oldestBeginning, position);
    }
  }

  /** The coordinator's epoch is in the log, or will not be held. */
  void ends(EntityId coordinator) {
    Long position = beginnings.remove(coordinator);
    if (position != null && position == oldestBeginning) {
      oldestBeginning = Long.MAX_VALUE;
      for (long other : beginnings.values()) {
        oldestBeginning = Math.min(oldestBeginning, other);
      }
    }
  }

  /** The record at this position in the log has made {@code after} of {@code before}. */
  void moved(Entity<?> before, Entity<?> after, long position) {
    switch (before.id()) {
      case EntityId.Validator id -> {
        Rao stake = stake(before);
        if (!stake.equals(stake(after))) {
          supersede(id, after.sequence(), stake, position);
        }
      }
      case EntityId.Subnet id -> {
        if (before.state() != after.state()) {
          supersede(id, after.sequence(), before.state(), position);
        }
      }
      case EntityId.Account ignored -> {}
      case EntityId.Emission ignored -> {}
    }
  }

  private void supersede(EntityId id, long until, Object value, long position) {
    var old = new Old(id, until, value, position);
    histories.computeIfAbsent(id, unused -> new History()).kept.add(old);
    all.add(old);
    long oldest = Math.min(oldestBeginning, position) - MARGIN;
    for (Old head = all.peek(); head != null && head.position() < oldest; head = all.peek()) {
      all.remove();
      History history = histories.get(head.entity());
      if (history != null) {
        history.kept.remove();
        history.since = head.until();
      }
    }
  }

  /** The state of a subnet after {@code sequence} records; null if that is not kept. */
  @Nullable Object state(Entity<?> now, long sequence) {
    return at(now, sequence, now.state());
  }

  /** The stake of a validator after {@code sequence} records; null if that is not kept. */
  @Nullable Rao stake(Entity<?> now, long sequence) {
    return (Rao) at(now, sequence, stake(now));
  }

  private @Nullable Object at(Entity<?> now, long sequence, Object latest) {
    if (sequence > now.sequence() || sequence < 0) {
      return null;
    }
    History history = histories.get(now.id());
    if (history == null) {
      return latest;
    }
    if (sequence < history.since) {
      return null;
    }
    for (Old old : history.kept) {
      if (sequence < old.until()) {
        return old.value();
      }
    }
    return latest;
  }

  /** Whether the test holds of anything that the subnet has been since the coordinator began. */
  boolean anyState(EntityId coordinator, Entity<?> now, Predicate<Object> test) {
    if (test.test(now.state())) {
      return true;
    }
    Long beginning = beginnings.get(coordinator);
    History history = histories.get(now.id());
    return beginning != null
        && history != null
        && history.kept.stream()
            .anyMatch(old -> old.position() >= beginning && test.test(old.value()));
  }

  /** The lowest that the validator's stake has been lately. */
  Rao lowestStake(Entity<?> now) {
    Rao lowest = stake(now);
    History history = histories.get(now.id());
    if (history != null) {
      for (Old old : history.kept) {
        lowest = lowest.min((Rao) old.value());
      }
    }
    return lowest;
  }

  private static Rao stake(Entity<?> validator) {
    return ((ValidatorState) validator.state()).total();
  }
}
