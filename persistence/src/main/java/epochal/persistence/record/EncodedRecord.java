package epochal.persistence.record;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.key.Hash256;

/**
 * A record and its bytes, which are journalled, streamed, archived and hashed as they are. The
 * array is shared, not copied.
 *
 * @param payload an {@code epochal.v1.RecordBody}
 * @param chain the hash of this record and all before it in its stream
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each record would cost
public record EncodedRecord(Recorded<?> recorded, byte[] payload, Hash256 chain) {}
