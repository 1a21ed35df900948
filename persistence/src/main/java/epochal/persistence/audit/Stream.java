package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.ChainHash;
import epochal.subnets.Aggregates;
import org.jspecify.annotations.Nullable;

/**
 * What an audit knows of one entity. Within a window all of it belongs to the one thread that has
 * the stream, but for the flights, which their receivers take.
 */
final class Stream {
  private final EntityId entity;
  private final ChainHash.Head chain;
  private final Flights flights = new Flights();
  private @Nullable Entity<?> ahead;
  private @Nullable Entity<?> now;
  private @Nullable OpenDecision open;

  /**
   * @param network its hash stands before the first record
   */
  Stream(EntityId entity, Hash256 network) {
    this.entity = entity;
    this.chain = new ChainHash.Head(network);
  }

  EntityId entity() {
    return entity;
  }

  /** The hash of the last record that was read. */
  ChainHash.Head chain() {
    return chain;
  }

  /** What it has sent. */
  Flights flights() {
    return flights;
  }

  /** The decision that the next record may belong to. */
  @Nullable OpenDecision open() {
    return open;
  }

  void open(@Nullable OpenDecision decision) {
    open = decision;
  }

  /** The entity as far as its records were applied. */
  Entity<?> ahead(Aggregates aggregates) {
    Entity<?> known = ahead;
    return known == null ? aggregates.of(entity).initial(entity) : known;
  }

  void applied(Entity<?> after) {
    ahead = after;
  }

  /** The entity as far as the log was audited; null if it has no records. */
  @Nullable Entity<?> now() {
    return now;
  }

  /** The record that made this of it was audited, and all before it in the log. */
  void audited(Entity<?> after) {
    now = after;
  }

  /** What was applied is audited. */
  void audited() {
    now = ahead;
  }
}
