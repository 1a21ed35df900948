package epochal.persistence.audit;

import epochal.ledger.aggregate.SignedCall;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes behind a call: that the signature is the signer's over the signed bytes, that
 * they decode to this call, its last valid block and this network, and that the id is their hash.
 * May be called from any thread.
 */
@FunctionalInterface
public interface AuthorityCheck {

  /** Looks at no bytes, for logs whose signatures are not real. */
  AuthorityCheck NONE = call -> null;

  /** What is wrong with the call; none if its bytes bear it out. */
  @Nullable Fault fault(SignedCall call);

  /**
   * Why a call has no authority.
   *
   * @param field of the signed call, such as {@code signature}
   */
  record Fault(String field, String expected, String found, String sentence) {}
}
