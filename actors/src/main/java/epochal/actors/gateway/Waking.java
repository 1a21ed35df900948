package epochal.actors.gateway;

import epochal.ledger.id.EntityId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the entities that had something unfinished when the node last stopped, a few at a time. An
 * entity that recovers goes on by itself, so that asking it anything is enough.
 */
final class Waking {
  private static final Logger LOG = LoggerFactory.getLogger(Waking.class);

  private final Gateway gateway;
  private final Executor executor;
  private final List<String> streams;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CompletableFuture<Integer> woken = new CompletableFuture<>();

  Waking(Gateway gateway, Executor executor, List<String> streams) {
    this.gateway = gateway;
    this.executor = executor;
    this.streams = streams;
  }

  CompletionStage<Integer> start(int inFlight) {
    if (streams.isEmpty()) {
      woken.complete(0);
    }
    for (int i = 0; i < Math.min(inFlight, streams.size()); i++) {
      wakeNext();
    }
    return woken;
  }

  private void wakeNext() {
    int index = next.getAndIncrement();
    if (index >= streams.size()) {
      return;
    }
    String stream = streams.get(index);
    gateway
        .describe(EntityId.parse(stream))
        .whenCompleteAsync(
            (entity, failure) -> {
              if (failure != null) {
                LOG.error("{} could not be woken", stream, failure);
              }
              if (done.incrementAndGet() == streams.size()) {
                woken.complete(streams.size());
              } else {
                wakeNext();
              }
            },
            executor);
  }
}
