package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.subnets.Aggregates;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of all entities. Each has its entity's id, and that is the only one: what an entity
 * remembers of its lanes is mostly ids of others, which read anew each time would be more than half
 * of all memory.
 */
final class Streams {
  private final Aggregates aggregates;
  private final Map<EntityId, Stream> streams = new ConcurrentHashMap<>();

  Streams(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** The stream of an entity, whether it has records or not. For any thread. */
  Stream of(EntityId entity) {
    Stream known = streams.get(entity);
    return known == null ? streams.computeIfAbsent(entity, id -> new Stream(id, network())) : known;
  }

  private Hash256 network() {
    return aggregates.network().network();
  }

  /** The entity as far as it was audited; empty if it has no records. */
  Entity<?> now(EntityId entity) {
    Entity<?> known = of(entity).now();
    return known == null ? aggregates.of(entity).initial(entity) : known;
  }

  /** All entities that have records, as far as they were audited. */
  SortedMap<EntityId, Entity<?>> all() {
    var all = new TreeMap<EntityId, Entity<?>>();
    streams.forEach(
        (id, stream) -> {
          Entity<?> now = stream.now();
          if (now != null) {
            all.put(id, now);
          }
        });
    return Collections.unmodifiableSortedMap(all);
  }
}
