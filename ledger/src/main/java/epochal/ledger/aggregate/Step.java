package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.rejection.Rejection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** What an entity makes of one input. */
public sealed interface Step<S, E> {

  /** These records are to be persisted; then the entity is {@code after}. */
  record Persist<S, E>(List<Recorded<E>> records, Entity<S> after) implements Step<S, E> {}

  /**
   * Obeyed or taken before, or done by itself without effect: nothing is to be persisted.
   *
   * @param sequence of the call's first record; 0 for what is no call
   */
  record Settled<S, E>(long sequence) implements Step<S, E> {}

  /** A call that is not obeyed. */
  record Refused<S, E>(Rejection rejection) implements Step<S, E> {}

  /** Ask, then step again with the facts. */
  record Asks<S, E>(SortedMap<EntityId, Query> queries) implements Step<S, E> {}

  /** Compute, then step again with the result. */
  record Works<S, E>(Function<Workers, Fact.Worked> work) implements Step<S, E> {}

  /** A transmission that is void or came too early: no answer, it will be sent again. */
  record Ignored<S, E>() implements Step<S, E> {}
}
