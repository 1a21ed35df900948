package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Recorded;
import epochal.subnets.Aggregates;

/** What an entity is after a record, or why the record cannot be applied to it. */
sealed interface Successor {

  /**
   * The entity.
   *
   * @throws RuntimeException why there is none
   */
  Entity<?> entity();

  /** It applies. */
  record Applied(Entity<?> entity) implements Successor {}

  /** It does not apply. */
  record Failed(RuntimeException why) implements Successor {
    @Override
    public Entity<?> entity() {
      throw why;
    }
  }

  /** Applies a record to the entity before it. */
  static Successor of(Aggregates aggregates, Entity<?> before, Recorded<?> recorded) {
    try {
      return new Applied(apply(aggregates.of(recorded.entity()), before, recorded));
    } catch (RuntimeException e) {
      return new Failed(e);
    }
  }

  /** The registry pairs every entity with its own life, state and events. */
  @SuppressWarnings("unchecked")
  private static <S, E> Entity<S> apply(
      EntityLife<S, ?, E> life, Entity<?> before, Recorded<?> recorded) {
    return life.apply((Entity<S>) before, (Recorded<E>) recorded);
  }
}
