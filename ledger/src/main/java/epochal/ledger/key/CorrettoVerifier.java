package epochal.ledger.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/**
 * AWS-LC through the Amazon Corretto Crypto Provider: native code, which checks the plain equation,
 * byte for byte. Not registered with the JVM, so that nothing else changes its provider.
 *
 * <p>A key is handed over as its encoding, and the provider frees the native copy right after the
 * call. Neither that nor the engine made for each call is seen beside the arithmetic, so that
 * nothing is held from call to call or thread to thread.
 */
final class CorrettoVerifier implements SignatureVerifier {
  private static final String ALGORITHM = "Ed25519";

  /** The X.509 SubjectPublicKeyInfo of an ed25519 key up to the key itself (RFC 8410 §4). */
  private static final byte[] KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

  /** RFC 8032 §7.1, test 1, whose message is empty: asked once, before the library is trusted. */
  private static final String TEST_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static final String TEST_SIGNATURE =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
          + "b46bd25bf5f0595bbe24655141438e7a100b";

  private final Provider provider;

  private CorrettoVerifier(Provider provider) {
    this.provider = provider;
  }

  /**
   * Loads the library into this JVM.
   *
   * @throws GeneralSecurityException if the native part does not load on this machine or fails a
   *     test vector
   * @throws LinkageError if the library is not there
   */
  static CorrettoVerifier load() throws GeneralSecurityException {
    var provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable error = provider.getLoadingError();
    if (error != null) {
      throw new GeneralSecurityException(error.toString(), error);
    }
    var verifier = new CorrettoVerifier(provider);
    var hex = HexFormat.of();
    if (!verifier.check(hex.parseHex(TEST_KEY), new byte[0], hex.parseHex(TEST_SIGNATURE))) {
      throw new GeneralSecurityException("refused a good signature");
    }
    return verifier;
  }

  @Override
  public String name() {
    return provider.getName();
  }

  @Override
  public boolean verify(byte[] key, byte[] message, byte[] signature) {
    try {
      return check(key, message, signature);
    } catch (GeneralSecurityException e) {
      // A bad signature is an answer; an error must not be taken for one.
      throw new IllegalStateException(name() + " failed to check a signature", e);
    }
  }

  private boolean check(byte[] key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    var engine = Signature.getInstance(ALGORITHM, provider);
    engine.initVerify(EncodedKey.of(key));
    engine.update(message);
    return engine.verify(signature);
  }

  private static final class EncodedKey implements PublicKey {
    private static final long serialVersionUID = 1L;

    private final byte[] encoded;

    private EncodedKey(byte[] encoded) {
      this.encoded = encoded;
    }

    static EncodedKey of(byte[] key) {
      byte[] encoded = new byte[KEY_INFO.length + key.length];
      System.arraycopy(KEY_INFO, 0, encoded, 0, KEY_INFO.length);
      System.arraycopy(key, 0, encoded, KEY_INFO.length, key.length);
      return new EncodedKey(encoded);
    }

    @Override
    public String getAlgorithm() {
      return "EdDSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return encoded;
    }
  }
}
