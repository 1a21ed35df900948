package epochal.persistence.kryo;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.key.Hash256;

/**
 * An entity as of its last record.
 *
 * @param head the chain hash of that record
 */
public record Snapshot(Entity<?> entity, Hash256 head) implements KryoSerializable {}
