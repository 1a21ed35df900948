package epochal.persistence.audit;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the genesis tells each entity, once; the network's emission comes last. */
final class Openings {
  private final TreeMap<EntityId, Object> waiting;

  Openings(SortedMap<EntityId, ?> openings) {
    waiting = new TreeMap<>(openings);
  }

  /** The command that this record must have come of. */
  Object next(Recorded<?> recorded) {
    Object command = waiting.remove(recorded.entity());
    if (command == null) {
      throw Diverged.at(
          recorded,
          "origin",
          "a cause",
          "the genesis",
          "the genesis does not open this entity, or has done so before");
    }
    if (recorded.entity().equals(EntityId.NETWORK_EMISSION) && !waiting.isEmpty()) {
      throw Diverged.at(
          recorded,
          "event",
          waiting.firstKey().text() + " and " + (waiting.size() - 1) + " more to be opened first",
          recorded.event(),
          "the network began before its genesis was complete");
    }
    return command;
  }
}
