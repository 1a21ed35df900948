package epochal.ledger.aggregate;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.vector.Bytes;

/**
 * A call with the authority to make it.
 *
 * <p>There are no nonces: the id is the hash of the signed bytes, which name the network and the
 * last block at which the call is valid, so that sending it again is safe and two equal calls
 * differ in their last valid block.
 *
 * @param call what is asked for
 * @param validUntil the last block at which it may take effect
 * @param signer the actor, or the sudo key
 * @param id blake2b-256 of {@code signedBytes}
 * @param signedBytes the canonical bytes that were signed
 */
public record SignedCall(
    Call call,
    long validUntil,
    AccountId signer,
    Hash256 id,
    Bytes signedBytes,
    Signature signature) {}
