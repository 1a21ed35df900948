package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.log.LogScan.ScannedEntry;
import epochal.persistence.log.StreamName;
import epochal.subnets.Aggregates;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all entities. Each has its entity's id, and that is the only one: what an entity
 * remembers of its lanes is mostly ids of others, which read anew each time would be more than half
 * of all memory.
 */
final class Streams {
  private final Aggregates aggregates;
  private final Map<EntityId, Stream> streams = new ConcurrentHashMap<>();
  private long windows;

  Streams(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** The stream of an entity, whether it has records or not. For any thread. */
  Stream of(EntityId entity) {
    Stream known = streams.get(entity);
    return known == null ? streams.computeIfAbsent(entity, id -> new Stream(id, network())) : known;
  }

  /** The number of the next window; for the one thread that makes them. */
  long nextWindow() {
    return ++windows;
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

  /** Finds the stream of each entry of a log that is read from its beginning. For one thread. */
  final class Finder {
    private final Map<StreamName, Optional<Stream>> named = new HashMap<>();

    /**
     * By number in the segment that is being read: the window and the place in it. Most entries are
     * found by that alone, without a look at their stream.
     */
    private long[] placed = new long[1024];

    private long segment = -1;

    /** Adds an entry to a window, unless it is no entity's, as the cluster's own. */
    void add(Window reading, ScannedEntry scanned) {
      if (scanned.segment() != segment) {
        segment = scanned.segment();
        Arrays.fill(placed, 0);
      }
      int number = scanned.number();
      if (number >= placed.length) {
        placed = Arrays.copyOf(placed, Math.max(number + 1, 2 * placed.length));
      }
      if (number >= 0 && placed[number] >>> Integer.SIZE == reading.number()) {
        reading.add((int) placed[number], scanned.entry());
        return;
      }
      Stream stream = find(scanned.entry().name());
      if (stream != null) {
        int place = reading.place(stream);
        reading.add(place, scanned.entry());
        if (number >= 0) {
          placed[number] = reading.number() << Integer.SIZE | place;
        }
      }
    }

    private @Nullable Stream find(StreamName name) {
      return named
          .computeIfAbsent(
              name, unknown -> Optional.ofNullable(unknown.entity()).map(Streams.this::of))
          .orElse(null);
    }
  }
}
