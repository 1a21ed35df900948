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
  private @Nullable EntityId entity;
  private @Nullable DecodedRecord decoded;

  DurableRecord(StoredEntry entry) {
    this.entry = entry;
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

  /** The name of the event's message in the schema. */
  public String schema() {
    return entry.manifest();
  }

  /** The bytes as they are journalled; not to be changed. */
  public byte[] payload() {
    return entry.payload();
  }

  public EntityId entity() {
    if (entity == null) {
      entity = EntityId.parse(entry.stream());
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
      decoded = RecordCodec.decode(entity(), entry.sequence(), entry.payload());
    }
    return decoded.recorded();
  }

  @Override
  public String toString() {
    return offset() + " " + stream() + "/" + sequence() + " " + schema();
  }
}
