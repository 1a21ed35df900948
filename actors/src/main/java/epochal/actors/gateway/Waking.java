package epochal.actors.gateway;

import epochal.ledger.id.EntityId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the entities that had something unfinished when the node last stopped, a few at a time. An
 * entity that recovers goes on by itself, so that asking it anything is enough. It ends early when
 * the node is closed: who is still asleep then is woken after the next start.
 */
final class Waking {
  private static final Logger LOG = LoggerFactory.getLogger(Waking.class);

  private final Gateway gateway;
  private final Executor executor;
  private final List<String> streams;
  private final Consumer<EntityId> silent;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CompletableFuture<Integer> woken = new CompletableFuture<>();

  /**
   * @param silent is told of each that does not answer
   */
  Waking(Gateway gateway, Executor executor, List<String> streams, Consumer<EntityId> silent) {
    this.gateway = gateway;
    this.executor = executor;
    this.streams = streams;
    this.silent = silent;
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
    EntityId id = EntityId.parse(streams.get(index));
    gateway
        .describe(id)
        .whenCompleteAsync(
            (entity, failure) -> {
              if (failure != null && gateway.isClosed()) {
                woken.completeExceptionally(failure);
                return;
              }
              if (failure != null) {
                LOG.error("{} could not be woken", id.text(), failure);
                silent.accept(id);
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
