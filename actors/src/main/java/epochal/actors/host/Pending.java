package epochal.actors.host;

import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Input;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Sourced;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * An input that waits for its turn.
 *
 * @param replyTo who wants to know what came of it; none for what nobody waits for
 * @param facts what was found out for it so far; grows while it is set aside
 * @param todo whether the entity does it by itself
 */
record Pending<C>(
    Input<C> input,
    @Nullable ActorRef<Outcome> replyTo,
    TreeMap<EntityId, Sourced> facts,
    boolean todo) {

  static <C> Pending<C> of(Input<C> input, @Nullable ActorRef<Outcome> replyTo) {
    return new Pending<>(input, replyTo, new TreeMap<>(), false);
  }

  static <C> Pending<C> todo(Input<C> input) {
    return new Pending<>(input, null, new TreeMap<>(), true);
  }

  void reply(Outcome outcome) {
    if (replyTo != null) {
      replyTo.tell(outcome);
    }
  }
}
