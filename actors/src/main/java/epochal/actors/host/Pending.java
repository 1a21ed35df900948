package epochal.actors.host;

import epochal.actors.protocol.Asker;
import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Input;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Sourced;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An input that waits for its turn.
 *
 * @param asker who wants to know what came of it; none for what nobody waits for
 * @param facts what was found out for it so far
 * @param todo whether the entity does it by itself
 */
record Pending<C>(
    Input<C> input, @Nullable Asker asker, SortedMap<EntityId, Sourced> facts, boolean todo) {

  static <C> Pending<C> of(Input<C> input, @Nullable Asker asker) {
    return new Pending<>(input, asker, Collections.emptySortedMap(), false);
  }

  static <C> Pending<C> todo(Input<C> input) {
    return new Pending<>(input, null, Collections.emptySortedMap(), true);
  }

  /** With one more fact. */
  Pending<C> with(EntityId source, Sourced fact) {
    var more = new TreeMap<>(facts);
    more.put(source, fact);
    return new Pending<>(input, asker, more, todo);
  }

  void reply(Outcome outcome) {
    if (asker != null) {
      asker.tell(outcome);
    }
  }
}
