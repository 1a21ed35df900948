package epochal.persistence.audit;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.rejection.Rejection;
import epochal.subnets.Aggregates;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides again what was decided once: from the state before and the call, message or block to the
 * events that must stand in the log. Where the answer hangs on facts that the log does not tell, it
 * is not known (null).
 */
final class Redecision {
  private static final int ROUNDS = 4;

  private final Aggregates aggregates;
  private final NetworkParameters network;

  Redecision(Aggregates aggregates) {
    this.aggregates = aggregates;
    this.network = aggregates.network();
  }

  /** What a signed call must have led to. */
  @Nullable List<?> called(OpenDecision decision, SignedCall call) {
    Aggregate<Object, Object, Object> aggregate = aggregate(decision);
    Recorded<?> recorded = decision.first();
    SortedMap<EntityId, Sourced> facts = Collections.emptySortedMap();
    for (int round = 0; round < ROUNDS; round++) {
      Decision<?> decided;
      try {
        decided =
            aggregate.decide(
                decision.state(), call.call(), new Context(recorded.block(), network, facts));
      } catch (ClassCastException e) {
        throw Diverged.at(
            recorded,
            "origin.call",
            "a call to " + decision.first().entity().kind(),
            call.call(),
            "the entity knows no such call");
      }
      if (!(decided instanceof Decision.Asks<?>(SortedMap<EntityId, Query> queries))) {
        return events(recorded, decided);
      }
      SortedMap<EntityId, Sourced> more = AdmittingFacts.of(call.call(), queries, recorded.event());
      if (more == null) {
        throw Diverged.at(
            recorded,
            "event",
            "what can come of " + call.call(),
            recorded.event(),
            "no answer of others to what the call asks leads to this");
      }
      more.putAll(facts);
      facts = more;
    }
    throw new IllegalStateException(call.call() + " asks without end");
  }

  /** What a message must have led to. */
  @Nullable List<?> received(OpenDecision decision, Message message) {
    Recorded<?> recorded = decision.first();
    EntityId from = ((Origin.Delivered) recorded.origin()).from();
    return events(
        recorded,
        aggregate(decision)
            .receive(decision.state(), from, message, Context.at(recorded.block(), network)));
  }

  /** What the entity must have done by itself. */
  @Nullable List<?> done(OpenDecision decision) {
    Recorded<?> recorded = decision.first();
    Object command = aggregate(decision).todo(decision.state(), recorded.block());
    if (command == null) {
      throw Diverged.at(
          recorded, "event", "nothing", recorded.event(), "there was nothing to be done by itself");
    }
    return commanded(decision, command);
  }

  /** What a command must have led to that needed no facts. */
  @Nullable List<?> commanded(OpenDecision decision, Object command) {
    Recorded<?> recorded = decision.first();
    return events(
        recorded,
        aggregate(decision)
            .decide(decision.state(), command, Context.at(recorded.block(), network)));
  }

  private static @Nullable List<?> events(Recorded<?> recorded, Decision<?> decided) {
    return switch (decided) {
      case Decision.Accepted<?>(List<?> events) -> events;
      case Decision.Rejected<?>(Rejection rejection) ->
          throw Diverged.at(
              recorded, "event", rejection, recorded.event(), "this must have been refused");
      case Decision.Asks<?> ignored -> null;
      case Decision.Works<?> ignored -> null;
    };
  }

  /** The registry pairs every entity with its own aggregate, state and commands. */
  @SuppressWarnings("unchecked")
  private Aggregate<Object, Object, Object> aggregate(OpenDecision decision) {
    return ((EntityLife<Object, Object, Object>) aggregates.of(decision.first().entity()))
        .aggregate();
  }
}
