package epochal.actors.gateway;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/** One durable record in its place in the whole log, decoded when it is first looked into. */
public final class DurableRecord {
  private final long offset;
  private final String stream;
  private final long sequence;
  private final byte[] payload;
  private final RecordCodec codec;
  private @Nullable DecodedRecord decoded;

  DurableRecord(long offset, String stream, long sequence, byte[] payload, RecordCodec codec) {
    this.offset = offset;
    this.stream = stream;
    this.sequence = sequence;
    this.payload = payload;
    this.codec = codec;
  }

  /** In the whole log: 0, 1, 2 …; where to go on from is this and one. */
  public long offset() {
    return offset;
  }

  /** The text of the entity's id. */
  public String stream() {
    return stream;
  }

  public long sequence() {
    return sequence;
  }

  /** The full name of the event's message, or of the record's own where it holds no event. */
  public String schema() {
    return RecordCodec.schemaOf(payload);
  }

  /** The bytes as they are journalled; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  public EntityId entity() {
    return EntityId.parse(stream);
  }

  /**
   * The record.
   *
   * @throws epochal.persistence.wire.UnreadableRecordException if the bytes are none
   */
  public Recorded<?> recorded() {
    if (decoded == null) {
      decoded = codec.decode(entity(), sequence, payload);
    }
    return decoded.recorded();
  }

  @Override
  public String toString() {
    return offset() + " " + stream() + "/" + sequence() + " " + schema();
  }
}
