package epochal.persistence.record;

import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Ed25519;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.key.SigningKey;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.Bytes;
import epochal.persistence.wire.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Calls to signed bytes and back. For any thread.
 *
 * <p>What is signed names the network and the last block at which the call is valid; its hash is
 * the call's id. Only the canonical bytes of a call are taken, so that one call with one last valid
 * block has one id.
 */
public final class CallCodec {

  private CallCodec() {}

  /** Whether a submission is a call that may be obeyed. */
  public sealed interface Verdict {}

  /** It is, as far as its form and its signature go. */
  public record Genuine(SignedCall call) implements Verdict {}

  /** It is not, and why. */
  public record Refused(Rejection rejection) implements Verdict {}

  /**
   * What is to be signed.
   *
   * @param network the hash of the genesis
   * @param validUntil the last block at which the call may take effect
   */
  public static byte[] canonicalBytes(Call call, Hash256 network, long validUntil) {
    return new SignedPayload(network, validUntil, call).bytes();
  }

  public static SignedCall sign(Call call, Hash256 network, long validUntil, SigningKey key) {
    byte[] bytes = canonicalBytes(call, network, validUntil);
    return signed(call, validUntil, bytes, key.accountId(), key.sign(bytes));
  }

  /**
   * Reads a submission and checks that it is a call for this network, by someone who may make it,
   * and signed by them (spec 01 §3): {@link RejectionCode#BadRequest} for bytes that are no call,
   * {@link RejectionCode#BadProof} for another network and for a signature that does not fit,
   * {@link RejectionCode#BadSigner} for a signer who is neither the actor nor the sudo key. Its
   * last valid block is for the aggregate to judge. Where the network is {@link
   * NetworkParameters#unsigned}, {@link Signature#NONE} stands for the signature, and nothing else.
   *
   * @param signedBytes given away, not copied
   */
  public static Verdict verify(
      byte[] signedBytes, AccountId signer, Signature signature, NetworkParameters network) {
    SignedPayload payload;
    try {
      payload = SignedPayload.read(signedBytes);
    } catch (UnreadableRecordException e) {
      return refused(
          RejectionCode.BadRequest,
          "The signed bytes are no call that this network knows ("
              + e.getMessage()
              + "): encode an epochal.v1.SignedPayload canonically.");
    }
    Call call = payload.call();
    if (!payload.network().equals(network.network())) {
      return refused(
          RejectionCode.BadProof,
          "The call was signed for the network "
              + payload.network()
              + " and this is "
              + network.network()
              + ": sign it again for this network.");
    }
    if (!signer.equals(call.actor()) && !network.isSudo(signer)) {
      return refused(
          RejectionCode.BadSigner,
          signer + " may not act for " + call.actor() + ": sign with the key that acts.");
    }
    Rejection fault = proofFault(signedBytes, signer, signature, network);
    if (fault != null) {
      return new Refused(fault);
    }
    return new Genuine(signed(call, payload.validUntil(), signedBytes, signer, signature));
  }

  /**
   * What is wrong with the signature of a call that {@link RecordCodec} has decoded, whose bytes
   * are those of the call by their making; none if it is the signer's.
   */
  public static @Nullable Rejection signatureFault(SignedCall call, NetworkParameters network) {
    return proofFault(call.signedBytes().values(), call.signer(), call.signature(), network);
  }

  private static @Nullable Rejection proofFault(
      byte[] signedBytes, AccountId signer, Signature signature, NetworkParameters network) {
    if (network.unsigned()) {
      return signature.equals(Signature.NONE)
          ? null
          : Rejection.of(
              RejectionCode.BadProof,
              "This network has no signatures: send 64 zero bytes for one.");
    }
    return Ed25519.verify(signer, signedBytes, signature)
        ? null
        : Rejection.of(
            RejectionCode.BadProof,
            "The signature is not one of "
                + signer
                + " over these bytes: sign exactly the bytes that are sent, with ed25519.");
  }

  private static SignedCall signed(
      Call call, long validUntil, byte[] bytes, AccountId signer, Signature signature) {
    return new SignedCall(
        call, validUntil, signer, Desk.own().callId(bytes), new Bytes(bytes), signature);
  }

  private static Refused refused(RejectionCode code, String sentence) {
    return new Refused(Rejection.of(code, sentence));
  }
}
