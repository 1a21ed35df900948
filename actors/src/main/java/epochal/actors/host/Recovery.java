package epochal.actors.host;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.journal.EntityStore;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads an entity back: from its newest snapshot, or its beginning, through the records after it,
 * whose hash chain it checks.
 */
final class Recovery<S, E> {
  private final EntityId id;
  private final EntityLife<S, ?, E> life;
  private final RecordCodec codec;

  private Entity<S> entity;
  private Hash256 head;
  private long bytes;

  /**
   * An entity as it is durable.
   *
   * @param snapshot the number of the record that the snapshot was at; 0 without one
   * @param bytes of the records after it
   */
  record Read(Snapshot state, long snapshot, long bytes) {}

  private Recovery(EntityId id, EntityLife<S, ?, E> life, Hash256 network) {
    this.id = id;
    this.life = life;
    this.codec = new RecordCodec(network);
    this.entity = life.initial(id);
    this.head = network;
  }

  /**
   * Reads it.
   *
   * @throws IllegalStateException if a record does not continue the chain
   */
  static <S, E> Read of(EntityId id, EntityLife<S, ?, E> life, Hash256 network, EntityStore store)
      throws IOException {
    var recovery = new Recovery<>(id, life, network);
    store.newest(id, snapshot -> recovery.isContinued(snapshot, store)).ifPresent(recovery::begin);
    long begun = recovery.entity.sequence();
    store.read(id, begun + 1, Long.MAX_VALUE, recovery::next);
    return new Read(new Snapshot(recovery.entity, recovery.head), begun, recovery.bytes);
  }

  /** Whether the record that a snapshot was taken at is the one in the log. */
  private boolean isContinued(Snapshot snapshot, EntityStore store) {
    long sequence = snapshot.entity().sequence();
    var same = new AtomicBoolean();
    store.read(
        id,
        sequence,
        sequence,
        entry ->
            same.set(codec.decode(id, sequence, entry.payload()).chain().marks(snapshot.head())));
    return same.get();
  }

  @SuppressWarnings("unchecked") // a stream holds one kind of entity
  private void begin(Snapshot snapshot) {
    entity = (Entity<S>) snapshot.entity();
    head = snapshot.head();
  }

  @SuppressWarnings("unchecked") // a stream holds one kind of entity
  private void next(StoredEntry entry) {
    if (entry.serializerId() != StoredRecord.SERIALIZER_ID) {
      throw new IllegalStateException(
          "entry " + entry.sequence() + " of " + id.text() + " was not written by an entity");
    }
    long sequence = entity.sequence() + 1;
    DecodedRecord decoded = codec.decode(id, sequence, entry.payload());
    Hash256 computed = RecordCodec.chainOf(id, sequence, entry.payload(), head);
    if (!decoded.chain().marks(computed)) {
      throw new IllegalStateException(
          "record "
              + sequence
              + " of "
              + id.text()
              + " does not continue the chain of those before it: the log has been changed");
    }
    entity = life.apply(entity, (Recorded<E>) decoded.recorded());
    head = computed;
    bytes += entry.payload().length;
  }
}
