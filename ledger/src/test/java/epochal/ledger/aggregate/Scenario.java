package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Given / when / then for one aggregate: given what has happened to it and what others would answer
 * it, when a command or a message comes, then see the {@link Outcome}. A scenario is a value; every
 * step makes another.
 *
 * @param network the constants with which decisions are taken
 * @param block the height at which the next command or message comes
 */
public record Scenario<S, C, E>(
    Aggregate<S, C, E> aggregate,
    EntityId id,
    NetworkParameters network,
    S state,
    long block,
    SortedMap<EntityId, Sourced> facts) {

  public static <S, C, E> Scenario<S, C, E> given(Aggregate<S, C, E> aggregate, EntityId id) {
    return new Scenario<>(
        aggregate,
        id,
        ClassicNetwork.parameters(),
        aggregate.initial(id),
        0,
        Collections.emptySortedMap());
  }

  public Scenario<S, C, E> in(NetworkParameters constants) {
    return new Scenario<>(aggregate, id, constants, state, block, facts);
  }

  /** What happened at a block before. */
  @SafeVarargs
  public final Scenario<S, C, E> happened(long at, E... events) {
    S after = state;
    for (E event : events) {
      after = aggregate.evolve(after, event, at);
    }
    return new Scenario<>(aggregate, id, network, after, Math.max(at, block), facts);
  }

  /** For a state that events would take long to build. */
  public Scenario<S, C, E> state(UnaryOperator<S> change) {
    return new Scenario<>(aggregate, id, network, change.apply(state), block, facts);
  }

  /** What another aggregate, or work outside, has answered; its sequence is 7. */
  public Scenario<S, C, E> fact(EntityId source, Fact fact) {
    return fact(source, fact, 7);
  }

  public Scenario<S, C, E> fact(EntityId source, Fact fact, long sequence) {
    var more = new TreeMap<>(facts);
    more.put(source, new Sourced(fact, sequence));
    return new Scenario<>(aggregate, id, network, state, block, more);
  }

  public Scenario<S, C, E> at(long height) {
    return new Scenario<>(aggregate, id, network, state, height, facts);
  }

  public Outcome<S, C, E> when(C command) {
    return Outcome.of(this, aggregate.decide(state, command, context()), Rao.ZERO);
  }

  public Outcome<S, C, E> whenReceived(EntityId from, Message message) {
    return Outcome.of(this, aggregate.receive(state, from, message, context()), message.value());
  }

  public Fact whenAsked(Query query) {
    return aggregate.answer(state, query, context());
  }

  private Context context() {
    return new Context(block, network, facts);
  }
}
