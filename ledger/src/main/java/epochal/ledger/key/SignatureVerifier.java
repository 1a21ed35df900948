package epochal.ledger.key;

/**
 * Checks the equation of an ed25519 signature whose encodings {@link StrictEncoding} has passed.
 * All implementations give the same answer on every such input, and serve any thread.
 */
interface SignatureVerifier {
  /** The name of the library, for logs and metrics. */
  String name();

  /**
   * Whether the signature is good for the message.
   *
   * @param key 32 bytes
   * @param signature 64 bytes
   */
  boolean verify(byte[] key, byte[] message, byte[] signature);
}
