package epochal.persistence.genesis;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;

/**
 * A well-known key that a genesis names by its path. Everyone has its secret: it is worth nothing
 * outside a test network.
 *
 * @param path such as {@code //Alice//hot}
 */
public record DevelopmentKey(String path, AccountId account, Role role) {

  /** What the genesis uses a key as. */
  public enum Role {
    COLDKEY,
    HOTKEY
  }

  /** The secret half. */
  public SigningKey signingKey() {
    return SigningKey.development(path);
  }
}
