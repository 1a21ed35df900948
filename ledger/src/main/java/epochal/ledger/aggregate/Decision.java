package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an aggregate answers to a command.
 *
 * @param <E> its events
 */
public sealed interface Decision<E> {

  /** These events happened. None at all is a success without effect. */
  record Accepted<E>(List<E> events) implements Decision<E> {}

  /** Nothing happened, and why. */
  record Rejected<E>(Rejection rejection) implements Decision<E> {}

  /** Other aggregates must be asked first; decide again with their facts in the context. */
  record Asks<E>(SortedMap<EntityId, Query> queries) implements Decision<E> {}

  /**
   * A pure computation too long for the aggregate's own turn, which may share its work; decide
   * again with its result as the fact of the aggregate itself.
   */
  record Works<E>(Function<Workers, Fact.Worked> work) implements Decision<E> {}

  @SafeVarargs
  static <E> Decision<E> accept(E... events) {
    if (events.length == 1) {
      return new Accepted<>(List.of(events[0]));
    }
    var accepted = new ArrayList<E>(events.length);
    for (E event : events) {
      accepted.add(event);
    }
    return new Accepted<>(List.copyOf(accepted));
  }

  static <E> Decision<E> accept(List<? extends E> events) {
    return new Accepted<>(List.copyOf(events));
  }

  static <E> Decision<E> reject(RejectionCode code, String sentence) {
    return new Rejected<>(Rejection.of(code, sentence));
  }

  static <E> Decision<E> reject(Rejection rejection) {
    return new Rejected<>(rejection);
  }

  static <E> Decision<E> ask(EntityId whom, Query query) {
    var queries = new TreeMap<EntityId, Query>();
    queries.put(whom, query);
    return new Asks<>(Collections.unmodifiableSortedMap(queries));
  }

  static <E> Decision<E> ask(SortedMap<EntityId, Query> queries) {
    return new Asks<>(Collections.unmodifiableSortedMap(queries));
  }
}
