package epochal.actors.gateway;

import epochal.ledger.id.EntityId;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the entities that had something unfinished when the node last stopped, a few at a time. An
 * entity that recovers goes on by itself, so that asking it anything is enough. It ends early when
 * the node is closed: who is still asleep then is woken after the next start.
 */
final class Waking {
  private static final Logger LOG = LoggerFactory.getLogger(Waking.class);

  private final Function<EntityId, ? extends CompletionStage<?>> asking;
  private final Executor executor;
  private final Consumer<EntityId> silent;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CompletableFuture<Integer> woken = new CompletableFuture<>();

  /**
   * @param asking asks an entity anything
   * @param silent is told of each that does not answer
   */
  Waking(
      Function<EntityId, ? extends CompletionStage<?>> asking,
      Executor executor,
      Consumer<EntityId> silent) {
    this.asking = asking;
    this.executor = executor;
    this.silent = silent;
  }

  /** Begins; the answer completes with their number when all are awake. To be called once. */
  CompletionStage<Integer> start(List<EntityId> entities, int inFlight) {
    if (entities.isEmpty()) {
      woken.complete(0);
    }
    for (int i = 0; i < Math.min(inFlight, entities.size()); i++) {
      wakeNext(entities);
    }
    return woken;
  }

  /** Wakes nobody any more. */
  void stop() {
    woken.completeExceptionally(
        new CancellationException("The node was closed before all were awake."));
  }

  private void wakeNext(List<EntityId> entities) {
    int index = next.getAndIncrement();
    if (index >= entities.size() || woken.isDone()) {
      return;
    }
    EntityId id = entities.get(index);
    try {
      asking
          .apply(id)
          .whenCompleteAsync((answer, failure) -> answered(entities, id, failure), executor);
    } catch (RuntimeException e) {
      woken.completeExceptionally(e);
    }
  }

  private void answered(List<EntityId> entities, EntityId id, @Nullable Throwable failure) {
    if (failure != null && !woken.isDone()) {
      LOG.error("{} could not be woken", id.text(), failure);
      silent.accept(id);
    }
    if (done.incrementAndGet() == entities.size()) {
      woken.complete(entities.size());
    } else {
      wakeNext(entities);
    }
  }
}
