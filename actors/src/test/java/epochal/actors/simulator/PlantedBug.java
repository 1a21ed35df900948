package epochal.actors.simulator;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.subnets.Aggregates;
import java.util.function.Predicate;

/** The real rules of an aggregate, in which a test spoils one thing. */
class PlantedBug<S, C, E> implements Aggregate<S, C, E> {
  private final Aggregate<S, C, E> real;

  PlantedBug(Aggregate<S, C, E> real) {
    this.real = real;
  }

  /** All real aggregates but those of entities that match, which live by this one. */
  Aggregates plantedIn(Predicate<EntityId> entities, Aggregates others) {
    var planted = new EntityLife<>(this, others.network());
    return new Aggregates(others.network()) {
      @Override
      public EntityLife<?, ?, ?> of(EntityId id) {
        return entities.test(id) ? planted : super.of(id);
      }
    };
  }

  @Override
  public S initial(EntityId id) {
    return real.initial(id);
  }

  @Override
  public Decision<E> decide(S state, C command, Context context) {
    return real.decide(state, command, context);
  }

  @Override
  public Decision<E> receive(S state, EntityId from, Message message, Context context) {
    return real.receive(state, from, message, context);
  }

  @Override
  public S evolve(S state, E event, long block) {
    return real.evolve(state, event, block);
  }

  @Override
  public Flow flow(S state, E event) {
    return real.flow(state, event);
  }

  @Override
  public Fact answer(S state, Query query, Context context) {
    return real.answer(state, query, context);
  }

  @Override
  public Holdings holdings(S state) {
    return real.holdings(state);
  }

  @Override
  public C todo(S state, long block) {
    return real.todo(state, block);
  }

  @Override
  public long wakeAt(S state) {
    return real.wakeAt(state);
  }
}
