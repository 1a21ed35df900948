package epochal.persistence.record;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.LongVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code epochal.v1.RecordBody}: a record as it stands in the log, with the event and
 * the signed call still encoded.
 */
record RecordBody(
    long block,
    long wallMillis,
    Origin origin,
    @Nullable LaneNotes notes,
    @Nullable Event event,
    Hash256 chain) {

  sealed interface Origin {}

  record Signed(Bytes signedBytes, AccountId signer, Signature signature) implements Origin {}

  record Delivered(EntityId from, long number) implements Origin {}

  record Clock() implements Origin {}

  record Genesis() implements Origin {}

  record Same() implements Origin {}

  /**
   * @param acknowledgedSteps the first number, then differences
   */
  record LaneNotes(LongVector acknowledgedSteps, List<EntityId> forgotten) {}

  record Event(String schema, Bytes payload) {}
}
