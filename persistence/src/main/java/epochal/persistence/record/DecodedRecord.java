package epochal.persistence.record;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.key.Hash256;

/**
 * A record as it was read.
 *
 * @param chain the hash that it claims for itself and all before it in its stream; only {@link
 *     RecordCodec#chainOf} tells whether that is so
 */
public record DecodedRecord(Recorded<?> recorded, Hash256 chain) {}
