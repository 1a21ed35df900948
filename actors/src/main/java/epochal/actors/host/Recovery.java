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

  private Recovery(EntityId id, EntityLife<S, ?, E> life, Hash256 network) {
    this.id = id;
    this.life = life;
    this.codec = new RecordCodec(network);
    this.entity = life.initial(id);
    this.head = network;
  }

  /**
   * The entity as it is durable.
   *
   * @throws IllegalStateException if a record does not continue the chain
   */
  static <S, E> Snapshot of(
      EntityId id, EntityLife<S, ?, E> life, Hash256 network, EntityStore store)
      throws IOException {
    var recovery = new Recovery<>(id, life, network);
    store.newest(id).ifPresent(recovery::begin);
    store.read(id, recovery.entity.sequence() + 1, recovery::next);
    return new Snapshot(recovery.entity, recovery.head);
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
  }
}
