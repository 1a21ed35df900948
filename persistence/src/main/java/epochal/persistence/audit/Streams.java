package epochal.persistence.audit;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.log.StreamName;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.UnreadableRecordException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entities' streams in a log, each with the hash of its last record. */
final class Streams {
  private final Hash256 network;
  private final RecordCodec codec;
  private final Map<StreamName, Stream> streams = new HashMap<>();

  private static final class Stream {
    private final @Nullable EntityId entity;
    private Hash256 chain;

    Stream(@Nullable EntityId entity, Hash256 chain) {
      this.entity = entity;
      this.chain = chain;
    }
  }

  /**
   * @param network its hash stands before the first record of every stream
   */
  Streams(Hash256 network) {
    this.network = network;
    codec = new RecordCodec(network);
  }

  /** Whose entry it is; null for one that is no entity's, as the cluster's own. */
  @Nullable EntityId entity(StoredEntry entry) {
    return stream(entry).entity;
  }

  private Stream stream(StoredEntry entry) {
    return streams.computeIfAbsent(entry.name(), name -> new Stream(name.entity(), network));
  }

  /** Reads an entity's next record and checks that nothing in it or before it was changed. */
  Recorded<?> read(EntityId entity, StoredEntry entry) {
    if (entry.serializerId() != StoredRecord.SERIALIZER_ID) {
      throw unreadable(
          entity, entry, "serializer", StoredRecord.SERIALIZER_ID, entry.serializerId());
    }
    DecodedRecord decoded;
    Hash256 chain;
    Stream stream = stream(entry);
    try {
      decoded = codec.decode(entity, entry.sequence(), entry.payload());
      chain = RecordCodec.chainOf(entity, entry.sequence(), entry.payload(), stream.chain);
    } catch (UnreadableRecordException e) {
      throw unreadable(entity, entry, "payload", "a record", e.getMessage());
    }
    Recorded<?> recorded = decoded.recorded();
    if (!decoded.chain().marks(chain)) {
      throw Diverged.at(
          recorded,
          "chain",
          chain,
          decoded.chain(),
          "the record, or one before it in its stream, was changed");
    }
    stream.chain = chain;
    if (!entry.manifest().isEmpty()) {
      throw Diverged.at(
          recorded,
          "schema",
          "no manifest",
          entry.manifest(),
          "the record is filed as another kind");
    }
    return recorded;
  }

  private static Diverged unreadable(
      EntityId entity, StoredEntry entry, String field, Object expected, @Nullable Object found) {
    return new Diverged(
        new Divergence(
            entity,
            entry.sequence(),
            0,
            field,
            FirstDifference.shown(expected),
            FirstDifference.shown(found),
            "the entry cannot be read as a record"));
  }
}
