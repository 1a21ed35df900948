package epochal.persistence.record;

import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.LongVector;
import epochal.persistence.wire.LedgerSchema;
import epochal.persistence.wire.MessageCodec;
import epochal.persistence.wire.SchemaBinding;
import epochal.persistence.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Records to bytes and back. For any thread.
 *
 * <h2>The chain</h2>
 *
 * Each record carries a hash that covers it and, through the hash before it, its whole stream:
 * blake2b-256 over the hash of the record before, the entity's persistence id with its length, the
 * sequence number, and every byte of the payload before the hash itself. The hash stands last in
 * the payload, so that "all bytes but the hash" is a prefix and the payload is hashed where it
 * lies. Before the first record stands the hash of the network, so that no stream can be passed off
 * as one of another network. Wall time means nothing to the ledger, but it is covered like all
 * else.
 *
 * <p>Decoding does not check the chain: it needs the record before. Who reads a whole stream
 * compares {@link #chainOf} with {@link DecodedRecord#chain}.
 */
public final class RecordCodec {
  /** The manifest of a record that holds notes about lanes and no event. */
  public static final String NOTES_ONLY = "epochal.v1.LaneNotes";

  /** The tag and the length before the hash. */
  private static final int CHAIN_FRAME = 2;

  private static final MessageCodec<RecordBody> BODY =
      new SchemaBinding()
          .bind(RecordBody.class, epochal.persistence.schema.RecordBody.getDescriptor());

  private RecordCodec() {}

  /**
   * Encodes a record.
   *
   * @param previous the hash of the record before; for the first record the network's hash
   */
  public static EncodedRecord encode(Recorded<?> recorded, Hash256 previous) {
    Object event = recorded.event();
    String schema = event == null ? NOTES_ONLY : LedgerSchema.schemaOfEvent(event);
    byte[] payload =
        BODY.encode(
            new RecordBody(
                recorded.block(),
                recorded.wallMillis(),
                origin(recorded.origin()),
                recorded.notes().isEmpty() ? null : notes(recorded.notes()),
                event == null
                    ? null
                    : new RecordBody.Event(schema, new Bytes(LedgerSchema.encodeEvent(event))),
                Hash256.ZERO));
    Hash256 chain = chainOf(recorded.entity(), recorded.sequence(), payload, previous);
    System.arraycopy(chain.bytes(), 0, payload, payload.length - Hash256.LENGTH, Hash256.LENGTH);
    return new EncodedRecord(recorded, schema, payload, chain);
  }

  /**
   * Reads a payload.
   *
   * @throws UnreadableRecordException for bytes that {@link #encode} does not write
   */
  public static DecodedRecord decode(EntityId entity, long sequence, byte[] payload) {
    RecordBody body = BODY.decode(payload);
    RecordBody.LaneNotes notes = body.notes();
    RecordBody.Event event = body.event();
    var recorded =
        new Recorded<>(
            entity,
            sequence,
            body.block(),
            body.wallMillis(),
            origin(body.origin()),
            notes == null ? LaneNotes.NONE : notes(notes),
            event == null
                ? null
                : LedgerSchema.decodeEvent(event.schema(), event.payload().values()));
    return new DecodedRecord(recorded, body.chain());
  }

  /**
   * The hash of this record and all before it.
   *
   * @param payload as {@link #encode} writes it; the hash at its end does not matter
   * @param previous the hash of the record before; for the first record the network's hash
   * @throws UnreadableRecordException if the payload is too short to end with a hash
   */
  public static Hash256 chainOf(EntityId entity, long sequence, byte[] payload, Hash256 previous) {
    int covered = payload.length - Hash256.LENGTH - CHAIN_FRAME;
    if (covered < 0) {
      throw new UnreadableRecordException(
          BODY.schema(), "chain", "the payload of " + payload.length + " bytes is cut short");
    }
    byte[] id = entity.text().getBytes(StandardCharsets.UTF_8);
    return Blake2b.incremental()
        .update(previous)
        .updateLong(id.length)
        .update(id)
        .updateLong(sequence)
        .update(payload, 0, covered)
        .hash();
  }

  private static RecordBody.Origin origin(Origin origin) {
    return switch (origin) {
      case Origin.Signed(SignedCall call) ->
          new RecordBody.Signed(call.signedBytes(), call.signer(), call.signature());
      case Origin.Delivered(EntityId from, long number) -> new RecordBody.Delivered(from, number);
      case Origin.Clock ignored -> new RecordBody.Clock();
      case Origin.Genesis ignored -> new RecordBody.Genesis();
      case Origin.Same ignored -> new RecordBody.Same();
    };
  }

  private static Origin origin(RecordBody.Origin origin) {
    return switch (origin) {
      case RecordBody.Signed signed ->
          new Origin.Signed(
              SignedPayload.read(signed.signedBytes(), signed.signer(), signed.signature()));
      case RecordBody.Delivered(EntityId from, long number) -> new Origin.Delivered(from, number);
      case RecordBody.Clock ignored -> Origin.CLOCK;
      case RecordBody.Genesis ignored -> Origin.GENESIS;
      case RecordBody.Same ignored -> Origin.SAME;
    };
  }

  private static RecordBody.LaneNotes notes(LaneNotes notes) {
    long[] steps = new long[notes.acknowledged().size()];
    long before = 0;
    for (int i = 0; i < steps.length; i++) {
      long number = notes.acknowledged().get(i);
      if (number <= before) {
        throw new IllegalArgumentException(
            "acknowledged numbers ascend from 1: " + notes.acknowledged());
      }
      steps[i] = number - before;
      before = number;
    }
    return new RecordBody.LaneNotes(LongVector.of(steps), notes.forgotten());
  }

  private static LaneNotes notes(RecordBody.LaneNotes notes) {
    var acknowledged = new ArrayList<Long>(notes.acknowledgedSteps().size());
    long number = 0;
    for (long step : notes.acknowledgedSteps().values()) {
      if (step <= 0 || step > Long.MAX_VALUE - number) {
        throw new UnreadableRecordException(
            NOTES_ONLY, "acknowledged_steps", "a step of " + step + " after " + number);
      }
      number += step;
      acknowledged.add(number);
    }
    var read = new LaneNotes(List.copyOf(acknowledged), notes.forgotten());
    if (read.isEmpty()) {
      throw new UnreadableRecordException(
          BODY.schema(), "notes", "is present without a note, which is not canonical");
    }
    return read;
  }
}
