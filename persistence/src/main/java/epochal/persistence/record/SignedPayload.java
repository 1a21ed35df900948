package epochal.persistence.record;

import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.vector.Bytes;
import epochal.persistence.wire.LedgerSchema;
import epochal.persistence.wire.MessageCodec;
import epochal.persistence.wire.SchemaBinding;
import epochal.persistence.wire.UnreadableRecordException;

/** The message {@code epochal.v1.SignedPayload}: what a person signs. */
record SignedPayload(Hash256 network, long validUntil, String call, Bytes payload) {
  static final MessageCodec<SignedPayload> CODEC =
      new SchemaBinding()
          .bind(SignedPayload.class, epochal.persistence.schema.SignedPayload.getDescriptor());

  static SignedPayload of(Call call, Hash256 network, long validUntil) {
    return new SignedPayload(
        network,
        validUntil,
        LedgerSchema.schemaOfCall(call),
        new Bytes(LedgerSchema.encodeCall(call)));
  }

  Call decoded() {
    return LedgerSchema.decodeCall(call, payload.values());
  }

  /**
   * The signed call of these bytes, whose signature is not checked.
   *
   * @throws UnreadableRecordException for bytes that are no call
   */
  static SignedCall read(Bytes signedBytes, AccountId signer, Signature signature) {
    SignedPayload read = CODEC.decode(signedBytes.values());
    return read.signed(read.decoded(), signedBytes, signer, signature);
  }

  SignedCall signed(Call decoded, Bytes signedBytes, AccountId signer, Signature signature) {
    return new SignedCall(
        decoded, validUntil, signer, Blake2b.hash256(signedBytes.values()), signedBytes, signature);
  }
}
