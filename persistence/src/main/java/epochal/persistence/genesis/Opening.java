package epochal.persistence.genesis;

import epochal.ledger.id.EntityId;

/**
 * What the genesis tells one entity.
 *
 * @param command the {@code Open} of the entity's aggregate
 */
public record Opening(EntityId entity, Object command) {}
