package epochal.cluster.demo;

import epochal.actors.gateway.Gateway;
import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.persistence.record.CallCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The population's desk at a node: everything goes through the gateway, signed. */
final class NodeDesk implements Desk {
  private static final long VALID_BLOCKS = 50;

  private final Gateway gateway;
  private final LongSupplier height;
  private final CallCount count;
  private final AcknowledgedCalls acknowledged;
  private final List<CompletableFuture<?>> waiting = new ArrayList<>();

  NodeDesk(Gateway gateway, LongSupplier height, CallCount count, AcknowledgedCalls acknowledged) {
    this.gateway = gateway;
    this.height = height;
    this.count = count;
    this.acknowledged = acknowledged;
  }

  @Override
  public void submit(Call call, SigningKey signer) {
    var signed =
        CallCodec.sign(
            call, gateway.network().network(), height.getAsLong() + VALID_BLOCKS, signer);
    waiting.add(
        gateway
            .submit(signed)
            .thenAccept(outcome -> answered(signed, outcome))
            .toCompletableFuture());
  }

  private void answered(SignedCall call, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted accepted -> {
        count.accepted();
        acknowledged.add(call, accepted.sequence());
      }
      case Outcome.Rejected(var rejection) -> count.refused(rejection.code().name());
      case Outcome.Busy ignored -> count.refused("Busy");
      case Outcome.Unavailable(var code, var sentence) -> count.refused(code);
      case Outcome.Failed ignored -> count.refused("Failed");
    }
  }

  @Override
  public <F extends Fact> F ask(EntityId whom, Query query, Class<F> type) {
    return type.cast(gateway.query(whom, query).toCompletableFuture().join().fact());
  }

  /** Completes when everything that was submitted until now has been answered. */
  CompletionStage<Void> answered() {
    var all = CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new));
    waiting.clear();
    return all;
  }
}
