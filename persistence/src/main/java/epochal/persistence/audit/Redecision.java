package epochal.persistence.audit;

import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.rejection.Rejection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides again what was decided once: from the state before and the call, message or block to the
 * events that must stand in the log. Where the answer hangs on facts that the log does not tell, it
 * is not known (null).
 */
final class Redecision {
  private static final int ROUNDS = 4;

  private final NetworkParameters network;

  Redecision(NetworkParameters network) {
    this.network = network;
  }

  /** What a signed call must have led to. */
  <S, C, E> @Nullable List<E> called(
      EntityLife<S, C, E> life, Entity<S> before, Recorded<E> recorded, SignedCall call) {
    C command = command(call.call());
    SortedMap<EntityId, Sourced> facts = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Decision<E> decision;
      try {
        decision =
            life.aggregate()
                .decide(before.state(), command, new Context(recorded.block(), network, facts));
      } catch (ClassCastException e) {
        throw Diverged.at(
            recorded,
            "origin.call",
            "a call to " + before.id().kind(),
            call.call(),
            "the entity knows no such call");
      }
      if (!(decision instanceof Decision.Asks<E>(SortedMap<EntityId, Query> queries))) {
        return events(recorded, decision);
      }
      SortedMap<EntityId, Sourced> more = AdmittingFacts.of(call.call(), queries, recorded.event());
      if (more == null) {
        return null;
      }
      facts.putAll(more);
    }
    return null;
  }

  /** What a message must have led to. */
  <S, C, E> @Nullable List<E> received(
      EntityLife<S, C, E> life,
      Entity<S> before,
      Recorded<E> recorded,
      EntityId from,
      Message message) {
    return events(
        recorded,
        life.aggregate()
            .receive(before.state(), from, message, Context.at(recorded.block(), network)));
  }

  /** What the entity must have done by itself. */
  <S, C, E> @Nullable List<E> done(
      EntityLife<S, C, E> life, Entity<S> before, Recorded<E> recorded) {
    C command = life.aggregate().todo(before.state(), recorded.block());
    if (command == null) {
      throw Diverged.at(
          recorded, "event", "nothing", recorded.event(), "there was nothing to be done by itself");
    }
    return commanded(life, before, recorded, command);
  }

  /** What a command must have led to that needed no facts. */
  @SuppressWarnings("unchecked")
  <S, C, E> @Nullable List<E> commanded(
      EntityLife<S, C, E> life, Entity<S> before, Recorded<E> recorded, Object command) {
    return events(
        recorded,
        life.aggregate()
            .decide(before.state(), (C) command, Context.at(recorded.block(), network)));
  }

  private static <E> @Nullable List<E> events(Recorded<E> recorded, Decision<E> decision) {
    return switch (decision) {
      case Decision.Accepted<E>(List<E> events) -> events;
      case Decision.Rejected<E>(Rejection rejection) ->
          throw Diverged.at(
              recorded, "event", rejection, recorded.event(), "this must have been refused");
      case Decision.Asks<E> ignored -> null;
      case Decision.Works<E> ignored -> null;
    };
  }

  /** A call reaches the aggregate that its target names, whose commands include it. */
  @SuppressWarnings("unchecked")
  private static <C> C command(Call call) {
    return (C) call;
  }
}
