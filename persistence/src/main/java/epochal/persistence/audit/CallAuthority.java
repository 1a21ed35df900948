package epochal.persistence.audit;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.SignedCall;
import epochal.persistence.record.CallCodec;
import org.jspecify.annotations.Nullable;

/** Verifies the signed bytes of a call as they are verified when it is submitted. */
public record CallAuthority(NetworkParameters network) implements AuthorityCheck {

  @Override
  public @Nullable Fault fault(SignedCall call) {
    return switch (CallCodec.verify(
        call.signedBytes().values(), call.signer(), call.signature(), network)) {
      case CallCodec.Refused(var rejection) ->
          new Fault("signature", "a genuine call", rejection.code().name(), rejection.sentence());
      case CallCodec.Genuine(SignedCall genuine) -> {
        FirstDifference difference = FirstDifference.between("call", genuine, call);
        yield difference == null
            ? null
            : new Fault(
                difference.path(),
                difference.expected(),
                difference.found(),
                "the call is not the one that was signed");
      }
    };
  }
}
