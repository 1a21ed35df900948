package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All entities as far as the log has been replayed. */
final class Replayed {
  private final Aggregates aggregates;
  private final Map<EntityId, Entity<?>> entities = new HashMap<>();

  Replayed(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** The entity; empty if it has no records. */
  Entity<?> entity(EntityId id) {
    Entity<?> known = entities.get(id);
    return known == null ? aggregates.of(id).initial(id) : known;
  }

  void put(Entity<?> entity) {
    entities.put(entity.id(), entity);
  }

  int size() {
    return entities.size();
  }

  SortedMap<EntityId, Entity<?>> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(entities));
  }
}
