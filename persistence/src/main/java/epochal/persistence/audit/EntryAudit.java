package epochal.persistence.audit;

import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.record.ChainHash;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.Ids;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.subnets.Aggregates;
import org.jspecify.annotations.Nullable;

/** Reads entries, and checks that nothing in them or before them was changed. For one thread. */
final class EntryAudit {
  private final RecordCodec codec;
  private final ChainHash hash = new ChainHash();
  private final Ids ids;

  EntryAudit(Aggregates aggregates, Ids ids) {
    codec = new RecordCodec(aggregates.network().network());
    this.ids = ids;
  }

  /** The record in the next entry of a stream. */
  Recorded<?> read(Stream stream, Window window, int index) {
    EntityId entity = stream.entity();
    long sequence = window.sequence(index);
    Window.Filed filed = window.filed(index);
    if (filed.serializerId() != StoredRecord.SERIALIZER_ID) {
      throw unreadable(
          entity, sequence, "serializer", StoredRecord.SERIALIZER_ID, filed.serializerId());
    }
    DecodedRecord decoded;
    try {
      byte[] bytes = window.bytes();
      int from = window.begin(index);
      int to = window.end(index);
      decoded = codec.decode(entity, sequence, bytes, from, to, ids);
      hash.next(stream.chain(), entity, sequence, bytes, from, to);
    } catch (UnreadableRecordException e) {
      throw unreadable(entity, sequence, "payload", "a record", e.getMessage());
    }
    Recorded<?> recorded = decoded.recorded();
    if (!stream.chain().isMarkedBy(decoded.chain())) {
      throw Diverged.at(
          recorded,
          "chain",
          stream.chain().hash(),
          decoded.chain(),
          "the record, or one before it in its stream, was changed");
    }
    if (!filed.manifest().isEmpty()) {
      throw Diverged.at(
          recorded,
          "schema",
          "no manifest",
          filed.manifest(),
          "the record is filed as another kind");
    }
    return recorded;
  }

  /** A record of a window that was read before: those of accounts are not kept. */
  Recorded<?> again(Window window, long position) {
    int index = window.index(position);
    Recorded<?> recorded = window.record(index);
    if (recorded != null) {
      return recorded;
    }
    return codec
        .decode(
            window.owner(index).entity(),
            window.sequence(index),
            window.bytes(),
            window.begin(index),
            window.end(index),
            ids)
        .recorded();
  }

  private static Diverged unreadable(
      EntityId entity, long sequence, String field, Object expected, @Nullable Object found) {
    return new Diverged(
        new Divergence(
            entity,
            sequence,
            0,
            field,
            FirstDifference.shown(expected),
            FirstDifference.shown(found),
            "the entry cannot be read as a record"));
  }
}
