package epochal.persistence.record;

import epochal.ledger.aggregate.Call;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.Variants.Variant;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.Output;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.persistence.wire.Wire;

/** The message {@code epochal.v1.SignedPayload}: what a person signs. */
record SignedPayload(Hash256 network, long validUntil, Call call) {
  static final int NETWORK_TAG =
      Wire.tag(
          epochal.persistence.schema.SignedPayload.NETWORK_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int VALID_UNTIL_TAG =
      Wire.tag(epochal.persistence.schema.SignedPayload.VALID_UNTIL_FIELD_NUMBER, Wire.VARINT);

  private static final String SCHEMA =
      epochal.persistence.schema.SignedPayload.getDescriptor().getFullName();

  byte[] bytes() {
    Variant variant = Variants.CALLS.of(call);
    Desk desk = Desk.own();
    Output content = desk.call();
    variant.codec().write(content, call);
    return bytes(desk, network, validUntil, variant.tag(), content);
  }

  /** With the call's message encoded already; it stands at the end. */
  static byte[] bytes(Desk desk, Hash256 network, long validUntil, int callTag, Output call) {
    Output out = desk.signed();
    out.varint(NETWORK_TAG);
    out.varint(Hash256.LENGTH);
    int place = out.reserve(Hash256.LENGTH);
    network.write(out.array(), place);
    if (validUntil != 0) {
      out.varint(VALID_UNTIL_TAG);
      out.varint(validUntil);
    }
    out.varint(callTag);
    out.varint(call.length());
    out.bytes(call.array(), 0, call.length());
    return out.toByteArray();
  }

  /**
   * Reads canonical bytes.
   *
   * @throws UnreadableRecordException for any others
   */
  static SignedPayload read(byte[] bytes) {
    try {
      return read(new Input(bytes, 0, bytes.length));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException(SCHEMA, "bytes", String.valueOf(e.getMessage()));
    }
  }

  private static SignedPayload read(Input in) {
    int at = in.tag() == NETWORK_TAG ? in.span() : in.at();
    if (in.at() - at != Hash256.LENGTH) {
      throw new UnreadableRecordException(SCHEMA, "network", "a hash has 32 bytes");
    }
    Hash256 network = Hash256.read(in.array(), at);
    int tag = in.tag();
    long validUntil = 0;
    if (tag == VALID_UNTIL_TAG) {
      validUntil = in.varint();
      if (validUntil == 0) {
        throw new UnreadableRecordException(SCHEMA, "valid_until", "is not written canonically");
      }
      tag = in.tag();
    }
    Variant variant = Variants.CALLS.of(Wire.field(tag));
    if (tag != variant.tag()) {
      throw new UnreadableRecordException(SCHEMA, "call", "has another type on the wire");
    }
    int from = in.span();
    var call = (Call) variant.codec().decode(in.array(), from, in.at());
    if (!in.isAtEnd()) {
      throw new UnreadableRecordException(SCHEMA, "call", "stands out of order or twice");
    }
    return new SignedPayload(network, validUntil, call);
  }
}
