package epochal.persistence.record;

import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.Variants.Variant;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.persistence.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one payload, field by field in the only order in which they may stand. */
final class RecordReader {
  private final byte[] source;
  private final int from;
  private final int to;
  private final Input in;

  private int signedFrom;
  private int signedTo;
  private @Nullable Origin origin;
  private List<Long> acknowledged = List.of();
  private List<EntityId> forgotten = List.of();
  private @Nullable Variant variant;
  private int eventFrom;
  private int eventTo;

  private final Ids ids;

  /**
   * @param source has the payload from one place to before another
   */
  RecordReader(byte[] source, int from, int to, Ids ids) {
    this.source = source;
    this.from = from;
    this.to = to;
    this.ids = ids;
    this.in = new Input(source, from, to);
  }

  DecodedRecord read(Hash256 network, EntityId entity, long sequence) {
    if (to - from < RecordCodec.CHAIN_BYTES
        || in.tag() != RecordCodec.CHAIN_TAG
        || in.varint() != ChainMark.LENGTH) {
      throw unreadable("chain", "does not stand first, with 16 bytes");
    }
    var words = ByteBuffer.wrap(source);
    var chain = new ChainMark(words.getLong(in.at()), words.getLong(in.at() + Long.BYTES));
    in.back(from + RecordCodec.CHAIN_BYTES);
    int tag = next();
    long block = 0;
    if (tag == RecordCodec.BLOCK_TAG) {
      block = number("block");
      tag = next();
    }
    long wallMillis = 0;
    if (tag == RecordCodec.WALL_MILLIS_TAG) {
      wallMillis = number("wall_millis");
      tag = next();
    }
    origin(tag);
    rest();
    Variant found = variant;
    Object event = found == null ? null : found.codec().decode(source, eventFrom, eventTo);
    Origin why = origin;
    if (why == null) {
      Fields fields = found == null ? null : Desk.own().fields(source, eventFrom, eventTo);
      in.confine(signedFrom, signedTo);
      why =
          new Origin.Signed(
              StoredCall.read(in, network, entity, found == null ? 0 : found.number(), fields));
    }
    LaneNotes notes =
        acknowledged.isEmpty() && forgotten.isEmpty()
            ? LaneNotes.NONE
            : new LaneNotes(acknowledged, forgotten);
    return new DecodedRecord(
        new Recorded<>(entity, sequence, block, wallMillis, why, notes, event), chain);
  }

  private int next() {
    return in.isAtEnd() ? 0 : in.tag();
  }

  private long number(String field) {
    long number = in.varint();
    if (number == 0) {
      throw unreadable(field, "a zero is written out, which is not canonical");
    }
    return number;
  }

  private void origin(int tag) {
    if (tag == Origins.SIGNED_TAG) {
      signedFrom = in.span();
      signedTo = in.at();
    } else if (tag == Origins.DELIVERED_TAG) {
      int outer = in.enter();
      EntityId sender = Origins.readEntity(in, ids);
      origin = new Origin.Delivered(sender, Origins.readNumber(in));
      in.leave(outer);
    } else if (tag == Origins.CLOCK_TAG) {
      origin = empty(Origin.CLOCK);
    } else if (tag == Origins.GENESIS_TAG) {
      origin = empty(Origin.GENESIS);
    } else if (tag == Origins.SAME_TAG) {
      origin = empty(Origin.SAME);
    } else {
      throw unreadable("origin", "is missing, or something stands out of order");
    }
  }

  private Origin empty(Origin only) {
    if (in.varint() != 0) {
      throw unreadable("origin", "has something in it that this version does not know");
    }
    return only;
  }

  private void rest() {
    int tag = next();
    if (tag == RecordCodec.ACKNOWLEDGED_TAG) {
      acknowledged = Notes.readAcknowledged(in);
      tag = next();
    }
    if (tag == RecordCodec.FORGOTTEN_TAG) {
      var senders = new ArrayList<EntityId>(1);
      for (; tag == RecordCodec.FORGOTTEN_TAG; tag = next()) {
        senders.add(Notes.readForgotten(in, ids));
      }
      forgotten = List.copyOf(senders);
    }
    if (tag != 0) {
      variant = variant(tag);
      eventFrom = in.span();
      eventTo = in.at();
      if (!in.isAtEnd()) {
        throw unreadable("event", "is not the last");
      }
    }
  }

  private static Variant variant(int tag) {
    Variant found = Variants.EVENTS.of(Wire.field(tag));
    if (tag != found.tag()) {
      throw unreadable("event", "has another type on the wire");
    }
    return found;
  }

  /** The name of the event's message alone. */
  static String schema(byte[] payload) {
    var in = new Input(payload, 0, payload.length);
    String schema = RecordCodec.NOTES_ONLY;
    while (!in.isAtEnd()) {
      int tag = in.tag();
      in.skip(Wire.type(tag));
      if (Wire.field(tag) > Wire.field(RecordCodec.FORGOTTEN_TAG)) {
        schema = variant(tag).codec().schema();
      }
    }
    return schema;
  }

  private static UnreadableRecordException unreadable(String field, String fault) {
    return new UnreadableRecordException(RecordCodec.NOTES_ONLY, field, fault);
  }
}
