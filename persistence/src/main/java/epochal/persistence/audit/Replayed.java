package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entities as far as the log has been audited. */
final class Replayed {
  private final Aggregates aggregates;
  private final Map<EntityId, Slot> slots = new HashMap<>();

  /**
   * The place of one entity, so that whoever has many records of it looks for it once. The audit
   * alone reads and writes what it holds.
   */
  static final class Slot {
    private final EntityId id;
    private @Nullable Entity<?> now;

    Slot(EntityId id) {
      this.id = id;
    }

    EntityId id() {
      return id;
    }
  }

  Replayed(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** The place of an entity; a new one if it has no records. */
  Slot slot(EntityId id) {
    Slot slot = slots.get(id);
    return slot == null ? new Slot(id) : slot;
  }

  /** The entity; empty if it has no records. */
  Entity<?> entity(EntityId id) {
    return entity(slot(id));
  }

  Entity<?> entity(Slot slot) {
    Entity<?> known = slot.now;
    return known == null ? aggregates.of(slot.id).initial(slot.id) : known;
  }

  void put(Slot slot, Entity<?> entity) {
    if (slot.now == null && slots.putIfAbsent(slot.id, slot) != null) {
      throw new IllegalStateException(slot.id.text() + " has two places");
    }
    slot.now = entity;
  }

  int size() {
    return slots.size();
  }

  SortedMap<EntityId, Entity<?>> all() {
    var all = new TreeMap<EntityId, Entity<?>>();
    slots.forEach((id, slot) -> all.put(id, entity(slot)));
    return Collections.unmodifiableSortedMap(all);
  }
}
