package epochal.persistence.record;

import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.vector.Bytes;
import epochal.persistence.record.Variants.Variant;
import epochal.persistence.schema.RecordBody.Signed;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.Output;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.persistence.wire.Wire;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code epochal.v1.RecordBody.Signed}: a signed call as it stands in a record, without
 * what the record tells elsewhere. The bytes that were signed come out of it byte for byte.
 */
final class StoredCall {
  private static final String SCHEMA = Signed.getDescriptor().getFullName();
  private static final int SIGNATURE_TAG =
      Wire.tag(Signed.SIGNATURE_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  private static final int VALID_UNTIL_TAG = Wire.tag(Signed.VALID_UNTIL_FIELD_NUMBER, Wire.VARINT);
  private static final int SIGNER_TAG = Wire.tag(Signed.SIGNER_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  private static final int ELSEWHERE_TAG = Wire.tag(Signed.ELSEWHERE_FIELD_NUMBER, Wire.VARINT);

  static {
    for (var field :
        epochal.persistence.schema.SignedPayload.getDescriptor()
            .getRealOneofs()
            .get(0)
            .getFields()) {
      var ours = Signed.getDescriptor().findFieldByNumber(field.getNumber());
      if (ours == null || ours.getMessageType() != field.getMessageType()) {
        throw new IllegalStateException(field.getFullName() + " is not the same in " + SCHEMA);
      }
    }
  }

  private StoredCall() {}

  /**
   * @param event of the record, 0 for none
   * @param fields of that event; null for none
   */
  static void write(
      Output out,
      SignedCall call,
      Hash256 network,
      EntityId entity,
      int event,
      @Nullable Fields fields) {
    byte[] signed = call.signedBytes().values();
    var in = new Input(signed, 0, signed.length);
    if (signed.length < 2 + Hash256.LENGTH
        || in.tag() != SignedPayload.NETWORK_TAG
        || !Hash256.read(signed, in.span()).equals(network)) {
      throw new IllegalArgumentException("a call that was signed for another network");
    }
    if (!call.signature().equals(Signature.NONE)) {
      out.varint(SIGNATURE_TAG);
      out.varint(Signature.LENGTH);
      int place = out.reserve(Signature.LENGTH);
      call.signature().write(out.array(), place);
    }
    int tag = in.tag();
    if (tag == SignedPayload.VALID_UNTIL_TAG) {
      out.varint(VALID_UNTIL_TAG);
      out.varint(in.varint());
      tag = in.tag();
    }
    if (!call.signer().equals(call.call().actor())) {
      out.varint(SIGNER_TAG);
      out.varint(AccountId.LENGTH);
      int at = out.reserve(AccountId.LENGTH);
      call.signer().write(out.array(), at);
    }
    int begin = in.span();
    in.confine(begin, in.at());
    writeCall(out, tag, in, entity, event, fields);
  }

  private static void writeCall(
      Output out, int tag, Input call, EntityId entity, int event, @Nullable Fields fields) {
    Elsewhere plan = Elsewhere.of(Wire.field(tag), event);
    byte[] own = Elsewhere.ownKey(entity);
    byte[] signed = call.array();
    Output rest = Desk.own().call();
    int elsewhere = 0;
    while (!call.isAtEnd()) {
      int begin = call.at();
      int fieldTag = call.tag();
      int value = call.at();
      call.skip(Wire.type(fieldTag));
      int number = Wire.field(fieldTag);
      Elsewhere.Value other = plan.value(number, fields, own);
      if (other != null && isEqual(other, signed, value, call.at())) {
        elsewhere |= 1 << number;
      } else {
        rest.bytes(signed, begin, call.at() - begin);
      }
    }
    if (elsewhere != 0) {
      out.varint(ELSEWHERE_TAG);
      out.varint(Integer.toUnsignedLong(elsewhere));
    }
    out.varint(tag);
    out.varint(rest.length());
    out.bytes(rest.array(), 0, rest.length());
  }

  private static boolean isEqual(Elsewhere.Value value, byte[] source, int from, int to) {
    return Arrays.equals(value.source(), value.from(), value.to(), source, from, to);
  }

  /**
   * Reads what {@link #write} writes.
   *
   * @throws UnreadableRecordException for anything else
   */
  static SignedCall read(
      Input in, Hash256 network, EntityId entity, int event, @Nullable Fields fields) {
    Signature signature = Signature.NONE;
    int tag = in.tag();
    if (tag == SIGNATURE_TAG) {
      int at = in.span();
      if (in.at() - at != Signature.LENGTH) {
        throw unreadable("signature", "a signature has 64 bytes, not " + (in.at() - at));
      }
      signature = Signature.read(in.array(), at);
      requireCanonical(!signature.equals(Signature.NONE), "signature");
      tag = in.tag();
    }
    long validUntil = 0;
    if (tag == VALID_UNTIL_TAG) {
      validUntil = in.varint();
      requireCanonical(validUntil != 0, "valid_until");
      tag = in.tag();
    }
    AccountId signer = null;
    if (tag == SIGNER_TAG) {
      int at = in.span();
      if (in.at() - at != AccountId.LENGTH) {
        throw unreadable("signer", "a key has 32 bytes, not " + (in.at() - at));
      }
      signer = AccountId.read(in.array(), at);
      tag = in.tag();
    }
    int elsewhere = 0;
    if (tag == ELSEWHERE_TAG) {
      long bits = in.varint();
      requireCanonical(bits != 0 && bits >>> 32 == 0, "elsewhere");
      elsewhere = (int) bits;
      tag = in.tag();
    }
    Variant variant = Variants.CALLS.of(Wire.field(tag));
    if (tag != variant.tag()) {
      throw unreadable("call", "has another type on the wire");
    }
    int outer = in.enter();
    Desk desk = Desk.own();
    Output content = whole(desk, in, variant, elsewhere, entity, event, fields);
    in.leave(outer);
    if (!in.isAtEnd()) {
      throw unreadable("call", "stands out of order or twice");
    }
    return signedCall(desk, network, validUntil, variant, content, signer, signature);
  }

  private static SignedCall signedCall(
      Desk desk,
      Hash256 network,
      long validUntil,
      Variant variant,
      Output content,
      @Nullable AccountId signer,
      Signature signature) {
    byte[] signed = SignedPayload.bytes(desk, network, validUntil, variant.tag(), content);
    int begin = signed.length - content.length();
    var call = (Call) variant.codec().decode(signed, begin, signed.length);
    if (signer != null) {
      requireCanonical(!signer.equals(call.actor()), "signer");
    }
    return new SignedCall(
        call,
        validUntil,
        signer == null ? call.actor() : signer,
        desk.callId(signed),
        new Bytes(signed),
        signature);
  }

  /** The call with what stands elsewhere put back. */
  private static Output whole(
      Desk desk,
      Input in,
      Variant variant,
      int elsewhere,
      EntityId entity,
      int event,
      @Nullable Fields fields) {
    Elsewhere plan = Elsewhere.of(variant.number(), event);
    byte[] own = Elsewhere.ownKey(entity);
    Output whole = desk.call();
    int left = elsewhere;
    while (left != 0 || !in.isAtEnd()) {
      int begin = in.at();
      int tag = in.isAtEnd() ? 0 : in.tag();
      int next = Integer.numberOfTrailingZeros(left);
      if (tag == 0 || left != 0 && next < Wire.field(tag)) {
        in.back(begin);
        Elsewhere.Value value = plan.value(next, fields, own);
        if (value == null) {
          throw unreadable("elsewhere", "field " + next + " stands nowhere else");
        }
        whole.varint(plan.tag(next));
        whole.bytes(value.source(), value.from(), value.length());
        left &= left - 1;
      } else {
        int from = in.at();
        in.skip(Wire.type(tag));
        Elsewhere.Value value = plan.value(Wire.field(tag), fields, own);
        requireCanonical(
            value == null || !isEqual(value, in.array(), from, in.at()), "field stands elsewhere");
        whole.bytes(in.array(), begin, in.at() - begin);
      }
    }
    return whole;
  }

  private static void requireCanonical(boolean canonical, String field) {
    if (!canonical) {
      throw unreadable(field, "is not written canonically");
    }
  }

  private static UnreadableRecordException unreadable(String field, String fault) {
    return new UnreadableRecordException(SCHEMA, field, fault);
  }
}
