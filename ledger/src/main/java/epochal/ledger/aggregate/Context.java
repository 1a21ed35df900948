package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Sourced;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a decision.
 *
 * @param block the height at which it is taken
 * @param network the network's constants
 * @param facts what other aggregates have answered so far, by aggregate
 */
public record Context(long block, NetworkParameters network, SortedMap<EntityId, Sourced> facts) {

  public static Context at(long block, NetworkParameters network) {
    return new Context(block, network, Collections.emptySortedMap());
  }

  /** What {@code source} answered, if it was asked and answered with such a fact. */
  public <F extends Fact> @Nullable F fact(EntityId source, Class<F> type) {
    Sourced sourced = facts.get(source);
    return sourced != null && type.isInstance(sourced.fact()) ? type.cast(sourced.fact()) : null;
  }

  /** How many events stood behind what {@code source} answered. */
  public long sequenceOf(EntityId source) {
    Sourced sourced = facts.get(source);
    if (sourced == null) {
      throw new IllegalStateException(source.text() + " has not been asked");
    }
    return sourced.sequence();
  }
}
