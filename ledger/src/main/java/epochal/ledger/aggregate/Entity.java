package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;

/**
 * An aggregate's state with everything that lives beside it.
 *
 * @param sequence how many records it has
 * @param block the height of its last record
 */
public record Entity<S>(
    EntityId id, long sequence, long block, S state, Lanes lanes, RecentCalls recent) {

  public static <S> Entity<S> initial(EntityId id, Aggregate<S, ?, ?> aggregate) {
    return new Entity<>(id, 0, 0, aggregate.initial(id), Lanes.EMPTY, RecentCalls.NONE);
  }
}
