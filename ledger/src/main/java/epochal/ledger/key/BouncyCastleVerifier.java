package epochal.ledger.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * BouncyCastle's arithmetic, which runs anywhere.
 *
 * <p>It checks the equation times 8, so that it passes some signatures which the plain equation
 * refuses: those where the key or R has a component of small order, which only the owner of a
 * crafted key can make. Where both lie in the subgroup of prime order, the two equations are the
 * same; for the rest {@link ExactVerifier} decides.
 */
final class BouncyCastleVerifier implements SignatureVerifier {
  private final ExactVerifier exact = new ExactVerifier();

  @Override
  public String name() {
    return "BouncyCastle";
  }

  @Override
  public boolean verify(byte[] key, byte[] message, byte[] signature) {
    if (!Ed25519.verify(signature, 0, key, 0, message, 0, message.length)) {
      return false;
    }
    boolean primeOrder =
        Ed25519.validatePublicKeyFull(key, 0) && Ed25519.validatePublicKeyFull(signature, 0);
    return primeOrder || exact.verify(key, message, signature);
  }
}
