package epochal.ledger.key;

import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Checks ed25519 signatures, with one answer on every machine.
 *
 * <p>RFC 8032 leaves room at the edges, and libraries use it: a signature that one node takes and
 * another refuses would split their ledgers. The rule here is the strict one, which a signature
 * made as the RFC says always meets:
 *
 * <ol>
 *   <li>S is below the group order L, so that a signature cannot be changed into another;
 *   <li>the key and R are canonically encoded points of the curve (y below p, no negative zero);
 *   <li>neither is one of the eight points of small order, which would fit many messages;
 *   <li>[S]B = R + [k]A holds as it stands, not only times 8, with k = SHA-512(R ‖ A ‖ M) mod L.
 * </ol>
 *
 * <p>A key with a component of small order is not refused as such: its signatures are good where
 * the equation holds.
 *
 * <p>Amazon's provider does the arithmetic where its native part loads, BouncyCastle elsewhere, at
 * a fraction of the speed. The first three points are checked before either is asked; see {@link
 * BouncyCastleVerifier} for the fourth.
 */
public final class Ed25519 {
  private static final Choice CHOICE = choose();

  private Ed25519() {}

  private record Choice(SignatureVerifier verifier, Optional<String> fallbackReason) {}

  private static Choice choose() {
    try {
      return new Choice(CorrettoVerifier.load(), Optional.empty());
    } catch (GeneralSecurityException | LinkageError e) {
      return new Choice(new BouncyCastleVerifier(), Optional.of(e.toString()));
    }
  }

  /** Whether the signer signed exactly these bytes. For any thread. */
  public static boolean verify(AccountId signer, byte[] message, Signature signature) {
    return verify(CHOICE.verifier(), signer, message, signature);
  }

  static boolean verify(
      SignatureVerifier verifier, AccountId signer, byte[] message, Signature signature) {
    byte[] key = signer.bytes();
    byte[] signatureBytes = signature.bytes();
    return StrictEncoding.accepts(key, signatureBytes)
        && verifier.verify(key, message, signatureBytes);
  }

  /** The library in use on this machine: AmazonCorrettoCryptoProvider or BouncyCastle. */
  public static String provider() {
    return CHOICE.verifier().name();
  }

  /** Why the fast library is not in use; empty if it is. */
  public static Optional<String> fallbackReason() {
    return CHOICE.fallbackReason();
  }
}
