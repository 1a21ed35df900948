package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;

/** Whether a signed call could be obeyed where and when it was: everything but its bytes. */
final class CallAudit {
  private final NetworkParameters network;
  private final AuthorityCheck bytes;

  CallAudit(NetworkParameters network, AuthorityCheck bytes) {
    this.network = network;
    this.bytes = bytes;
  }

  void check(Entity<?> before, Recorded<?> recorded, SignedCall call) {
    if (!call.call().target().equals(before.id())) {
      throw Diverged.at(
          recorded,
          "origin.call.target",
          before.id().text(),
          call.call().target().text(),
          "the call is to another entity");
    }
    if (call.validUntil() < recorded.block()) {
      throw Diverged.at(
          recorded,
          "origin.validUntil",
          recorded.block() + " or later",
          call.validUntil(),
          "the call was not valid any more");
    }
    if (call.validUntil() > recorded.block() + network.commandLifetime()) {
      throw Diverged.at(
          recorded,
          "origin.validUntil",
          (recorded.block() + network.commandLifetime()) + " or earlier",
          call.validUntil(),
          "no call is valid for so long");
    }
    if (!call.signer().equals(call.call().actor()) && !network.isSudo(call.signer())) {
      throw Diverged.at(
          recorded,
          "origin.signer",
          call.call().actor(),
          call.signer(),
          "the signer is neither who acts nor the network's sudo key");
    }
    Long earlier = before.recent().find(call);
    if (earlier != null) {
      throw Diverged.at(
          recorded,
          "origin.id",
          "a new call",
          call.id(),
          "the call was obeyed before, by record " + earlier);
    }
    AuthorityCheck.Fault fault = bytes.fault(call);
    if (fault != null) {
      throw Diverged.at(
          recorded, "origin." + fault.field(), fault.expected(), fault.found(), fault.sentence());
    }
  }
}
