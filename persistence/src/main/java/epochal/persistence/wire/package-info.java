/**
 * Binds the ledger's Java records to the protobuf schema, which is the schema of record, and reads
 * and writes them canonically: {@link epochal.persistence.wire.LedgerSchema} has a {@link
 * epochal.persistence.wire.MessageCodec} for every event, call and message.
 */
@NullMarked
package epochal.persistence.wire;

import org.jspecify.annotations.NullMarked;
