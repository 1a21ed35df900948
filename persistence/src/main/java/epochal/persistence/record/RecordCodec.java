package epochal.persistence.record;

import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.Variants.Variant;
import epochal.persistence.wire.Output;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.persistence.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Records of one network to bytes and back. For any thread.
 *
 * <h2>The chain</h2>
 *
 * Each record has a hash that covers it and, through the hash before it, its whole stream: SHA-256
 * over the hash of the record before, the sequence number, and all bytes of the payload behind the
 * place where the hash stands. Before the first record stands the hash of the network and the
 * entity, so that no stream can be passed off as another's or as one of another network. Wall time
 * means nothing to the ledger, but it is covered like all else.
 *
 * <p>The record carries the first half of its hash. That is enough to find a change: whoever
 * changes a record and leaves its mark must find one of 2^128. What is chained is the whole hash,
 * so that whoever would exchange records under the same end has to find a collision of all 256
 * bits.
 *
 * <p>Decoding does not check the chain: it needs the record before. Who reads a whole stream
 * compares {@link #chainOf} with {@link DecodedRecord#chain}.
 */
public final class RecordCodec {
  /** The schema of a record that holds no event: that of the record itself. */
  public static final String NOTES_ONLY =
      epochal.persistence.schema.RecordBody.getDescriptor().getFullName();

  static final int CHAIN_TAG =
      Wire.tag(epochal.persistence.schema.RecordBody.CHAIN_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int BLOCK_TAG =
      Wire.tag(epochal.persistence.schema.RecordBody.BLOCK_FIELD_NUMBER, Wire.VARINT);
  static final int WALL_MILLIS_TAG =
      Wire.tag(epochal.persistence.schema.RecordBody.WALL_MILLIS_FIELD_NUMBER, Wire.VARINT);
  static final int ACKNOWLEDGED_TAG =
      Wire.tag(
          epochal.persistence.schema.RecordBody.ACKNOWLEDGED_STEPS_FIELD_NUMBER,
          Wire.LENGTH_DELIMITED);
  static final int FORGOTTEN_TAG =
      Wire.tag(epochal.persistence.schema.RecordBody.FORGOTTEN_FIELD_NUMBER, Wire.LENGTH_DELIMITED);

  /** The mark with its tag and its length, before everything else. */
  static final int CHAIN_BYTES = 2 + ChainMark.LENGTH;

  private final Hash256 network;

  /**
   * @param network the hash of the genesis
   */
  public RecordCodec(Hash256 network) {
    this.network = network;
  }

  /**
   * Encodes a record.
   *
   * @param previous the hash of the record before; for the first record the network's hash
   * @throws IllegalArgumentException for a call that was signed for another network
   */
  public EncodedRecord encode(Recorded<?> recorded, Hash256 previous) {
    Desk desk = Desk.own();
    Output out = desk.record();
    out.varint(CHAIN_TAG);
    out.varint(ChainMark.LENGTH);
    int mark = out.reserve(ChainMark.LENGTH);
    number(out, BLOCK_TAG, recorded.block());
    number(out, WALL_MILLIS_TAG, recorded.wallMillis());
    Object event = recorded.event();
    if (event == null) {
      origin(desk, out, recorded, 0, null);
      Notes.write(out, recorded.notes());
    } else {
      Variant variant = Variants.EVENTS.of(event);
      Output encoded = desk.event();
      variant.codec().write(encoded, event);
      origin(desk, out, recorded, variant.number(), encoded);
      Notes.write(out, recorded.notes());
      out.varint(variant.tag());
      out.varint(encoded.length());
      out.bytes(encoded.array(), 0, encoded.length());
    }
    byte[] payload = out.toByteArray();
    Hash256 chain =
        desk.chain()
            .next(recorded.entity(), recorded.sequence(), payload, 0, payload.length, previous);
    chain.writeFirstHalf(payload, mark);
    return new EncodedRecord(recorded, payload, chain);
  }

  private static void number(Output out, int tag, long value) {
    if (value != 0) {
      out.varint(tag);
      out.varint(value);
    }
  }

  private void origin(
      Desk desk, Output out, Recorded<?> recorded, int event, @Nullable Output encoded) {
    switch (recorded.origin()) {
      case Origin.Signed(SignedCall call) -> {
        Fields fields = encoded == null ? null : desk.fields(encoded.array(), 0, encoded.length());
        out.varint(Origins.SIGNED_TAG);
        int begun = out.begin();
        StoredCall.write(out, call, network, recorded.entity(), event, fields);
        out.end(begun);
      }
      case Origin.Delivered(EntityId from, long number) -> Origins.write(out, from, number);
      case Origin.Clock ignored -> Origins.write(out, Origins.CLOCK_TAG);
      case Origin.Genesis ignored -> Origins.write(out, Origins.GENESIS_TAG);
      case Origin.Same ignored -> Origins.write(out, Origins.SAME_TAG);
    }
  }

  /**
   * Reads a payload.
   *
   * @throws UnreadableRecordException for bytes that {@link #encode} does not write
   */
  public DecodedRecord decode(EntityId entity, long sequence, byte[] payload) {
    return decode(entity, sequence, payload, 0, payload.length, Ids.ANEW);
  }

  /**
   * Reads a payload for one who reads many and keeps what they make of their entities. Nothing of
   * the record needs the array afterwards.
   *
   * @param source has the payload from one place to before another
   * @param ids of the senders that it names
   * @throws UnreadableRecordException for bytes that {@link #encode} does not write
   */
  public DecodedRecord decode(
      EntityId entity, long sequence, byte[] source, int from, int to, Ids ids) {
    try {
      return new RecordReader(source, from, to, ids).read(network, entity, sequence);
    } catch (UnreadableRecordException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableRecordException(NOTES_ONLY, "bytes", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The full name of the event's message, or {@link #NOTES_ONLY}, without reading the rest.
   *
   * @throws UnreadableRecordException for bytes that are no record
   */
  public static String schemaOf(byte[] payload) {
    try {
      return RecordReader.schema(payload);
    } catch (UnreadableRecordException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableRecordException(NOTES_ONLY, "bytes", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The hash of this record and all before it.
   *
   * @param payload as {@link #encode} writes it; the mark in it does not matter
   * @param previous the hash of the record before; for the first record the network's hash
   * @throws UnreadableRecordException if the payload is too short to begin with a mark
   */
  public static Hash256 chainOf(EntityId entity, long sequence, byte[] payload, Hash256 previous) {
    return Desk.own().chain().next(entity, sequence, payload, 0, payload.length, previous);
  }
}
