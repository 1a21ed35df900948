package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.LogScan.ScannedEntry;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.log.StreamName;
import epochal.persistence.record.ChainHash;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.subnets.Aggregates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entities' streams in a log, each with the hash of its last record. */
final class Streams {
  private final Hash256 network;
  private final RecordCodec codec;
  private final ChainHash hash = new ChainHash();
  private final Map<StreamName, Stream> streams = new HashMap<>();

  /**
   * Every id once. What an entity remembers of its lanes is mostly ids of others: each read anew
   * would be more than half of all memory.
   */
  private final Map<EntityId, EntityId> ids = new HashMap<>();

  /** By number in the segment that is being read, as far as they are known. */
  private @Nullable Stream[] numbered = new @Nullable Stream[1024];

  private long segment = -1;

  /** Means nothing; without it nobody would have to read what is read ahead. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /** A record, with what is known of its stream. */
  record Read(Recorded<?> recorded, Stream stream) {}

  /**
   * A stream. What it holds is divided among the threads of the audit: the chain belongs to the one
   * that reads, the entity ahead to the one that applies, and what is in the slot to the one that
   * audits.
   */
  static final class Stream {
    private final @Nullable EntityId entity;
    private final Replayed.@Nullable Slot slot;
    private final ChainHash.Head chain;
    private @Nullable Entity<?> ahead;

    Stream(@Nullable EntityId entity, Hash256 chain) {
      this.entity = entity;
      this.slot = entity == null ? null : new Replayed.Slot(entity);
      this.chain = new ChainHash.Head(chain);
    }

    Replayed.Slot slot() {
      if (slot == null) {
        throw new IllegalStateException("the stream is no entity's");
      }
      return slot;
    }

    /** The entity as far as records were applied. */
    Entity<?> ahead(Aggregates aggregates) {
      Entity<?> known = ahead;
      EntityId id = slot().id();
      return known == null ? aggregates.of(id).initial(id) : known;
    }

    void reached(Entity<?> entity) {
      ahead = entity;
    }
  }

  /**
   * @param network its hash stands before the first record of every stream
   */
  Streams(Hash256 network) {
    this.network = network;
    codec = new RecordCodec(network);
  }

  private Stream stream(ScannedEntry scanned) {
    if (scanned.segment() != segment) {
      segment = scanned.segment();
      Arrays.fill(numbered, null);
    }
    int number = scanned.number();
    if (number < 0) {
      return named(scanned.entry().name());
    }
    if (number >= numbered.length) {
      numbered = Arrays.copyOf(numbered, Math.max(number + 1, 2 * numbered.length));
    }
    Stream known = numbered[number];
    if (known == null) {
      known = named(scanned.entry().name());
      numbered[number] = known;
    }
    return known;
  }

  private Stream named(StreamName stream) {
    return streams.computeIfAbsent(
        stream,
        name -> {
          EntityId entity = name.entity();
          return new Stream(entity == null ? null : same(entity), network);
        });
  }

  private EntityId same(EntityId id) {
    EntityId known = ids.putIfAbsent(id, id);
    return known == null ? id : known;
  }

  /**
   * Reads entries and checks that nothing in them or before them was changed. Those that are no
   * entity's, as the cluster's own, are left out.
   *
   * @param records to which all are added up to the first that was changed
   */
  void read(List<ScannedEntry> scanned, List<Read> records) {
    var found = new Stream[scanned.size()];
    // All streams first: that is many independent reads of memory that is in no cache, which the
    // processor does at the same time; between decoding and hashing it would wait for each.
    for (int i = 0; i < found.length; i++) {
      found[i] = stream(scanned.get(i));
      touched += found[i].chain.touch();
    }
    for (int i = 0; i < found.length; i++) {
      EntityId entity = found[i].entity;
      if (entity != null) {
        records.add(new Read(read(entity, found[i], scanned.get(i).entry()), found[i]));
      }
    }
  }

  private Recorded<?> read(EntityId entity, Stream stream, StoredEntry entry) {
    if (entry.serializerId() != StoredRecord.SERIALIZER_ID) {
      throw unreadable(
          entity, entry, "serializer", StoredRecord.SERIALIZER_ID, entry.serializerId());
    }
    DecodedRecord decoded;
    try {
      decoded = codec.decode(entity, entry.sequence(), entry.payload(), this::same);
      hash.next(stream.chain, entity, entry.sequence(), entry.payload());
    } catch (UnreadableRecordException e) {
      throw unreadable(entity, entry, "payload", "a record", e.getMessage());
    }
    Recorded<?> recorded = decoded.recorded();
    if (!stream.chain.isMarkedBy(decoded.chain())) {
      throw Diverged.at(
          recorded,
          "chain",
          stream.chain.hash(),
          decoded.chain(),
          "the record, or one before it in its stream, was changed");
    }
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
