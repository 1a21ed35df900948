package epochal.persistence.record;

import epochal.ledger.aggregate.Recorded;

/**
 * A record as it was read.
 *
 * @param chain what it claims of the hash of itself and all before it in its stream; only {@link
 *     RecordCodec#chainOf} tells whether that is so
 */
public record DecodedRecord(Recorded<?> recorded, ChainMark chain) {}
