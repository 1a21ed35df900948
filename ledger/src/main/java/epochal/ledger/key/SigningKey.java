package epochal.ledger.key;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The secret half of an ed25519 key. Signing is deterministic (RFC 8032 §5.1.6): the same key and
 * message give the same signature, without a source of randomness.
 */
public final class SigningKey {
  public static final int SEED_LENGTH = 32;

  /**
   * The seed of the development phrase "bottom drive obey lake curtain smoke basket hold race
   * lonely fit walk", which every Substrate chain knows: worth nothing outside a test network.
   */
  private static final byte[] DEVELOPMENT_SEED =
      HexFormat.of().parseHex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e");

  private final byte[] seed;
  private final byte[] publicKey;
  private final AccountId accountId;

  private SigningKey(byte[] seed) {
    this.seed = seed;
    this.publicKey = new byte[AccountId.LENGTH];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    this.accountId = AccountId.of(publicKey);
  }

  /**
   * The key of a secret seed of 32 bytes.
   *
   * @throws IllegalArgumentException for any other number of bytes
   */
  public static SigningKey fromSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new SigningKey(seed.clone());
  }

  /**
   * A well-known key for tests and local networks, the same as in Substrate's tools: {@code
   * //Alice}, {@code //Bob}, {@code //Alice//hot//3}.
   *
   * @throws IllegalArgumentException for a path that is not made of hard junctions
   */
  public static SigningKey development(String path) {
    return new SigningKey(HardJunction.derive(DEVELOPMENT_SEED, path));
  }

  /**
   * The key that Substrate derives from this one by a path of hard junctions, such as {@code
   * //hot//3}.
   *
   * @throws IllegalArgumentException for a path that is not made of hard junctions
   */
  public SigningKey derive(String path) {
    return new SigningKey(HardJunction.derive(seed, path));
  }

  public AccountId accountId() {
    return accountId;
  }

  public Signature sign(byte[] message) {
    byte[] signature = new byte[Signature.LENGTH];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return Signature.of(signature);
  }

  /** Names the public key only. */
  @Override
  public String toString() {
    return "SigningKey(" + accountId + ")";
  }
}
