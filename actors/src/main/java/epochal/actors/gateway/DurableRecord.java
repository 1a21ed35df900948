package epochal.actors.gateway;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/** One durable record in its place in the whole log, decoded when it is first looked into. */
public final class DurableRecord {
  private final StoredEntry entry;
  private final RecordCodec codec;
  private @Nullable DecodedRecord decoded;

  DurableRecord(StoredEntry entry, RecordCodec codec) {
    this.entry = entry;
    this.codec = codec;
  }

  /** In the whole log: 0, 1, 2 …; where to go on from is this and one. */
  public long offset() {
    return entry.offset();
  }

  /** The text of the entity's id. */
  public String stream() {
    return entry.stream();
  }

  public long sequence() {
    return entry.sequence();
  }

  /** The full name of the event's message, or of the record's own where it holds no event. */
  public String schema() {
    return RecordCodec.schemaOf(entry.payload());
  }

  /** The bytes as they are journalled; not to be changed. */
  public byte[] payload() {
    return entry.payload();
  }

  public EntityId entity() {
    EntityId entity = entry.name().entity();
    if (entity == null) {
      throw new IllegalStateException(entry.stream() + " is no entity's");
    }
    return entity;
  }

  /**
   * The record.
   *
   * @throws epochal.persistence.wire.UnreadableRecordException if the bytes are none
   */
  public Recorded<?> recorded() {
    if (decoded == null) {
      decoded = codec.decode(entity(), entry.sequence(), entry.payload());
    }
    return decoded.recorded();
  }

  @Override
  public String toString() {
    return offset() + " " + stream() + "/" + sequence() + " " + schema();
  }
}
