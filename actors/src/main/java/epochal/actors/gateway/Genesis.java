package epochal.actors.gateway;

import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.ledger.id.EntityId;
import epochal.persistence.genesis.Opening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens every entity of a genesis, many at a time, and the network's emission when all others are
 * open. What is open already stays as it is, so that a genesis that was interrupted is begun again.
 */
final class Genesis {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Gateway gateway;
  private final Executor executor;
  private final IntConsumer progress;
  private final List<Opening> commands = new ArrayList<>();
  private final List<Opening> last = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CompletableFuture<Integer> opened = new CompletableFuture<>();

  /**
   * An import.
   *
   * @param progress told of how many are open, from any thread
   */
  Genesis(Gateway gateway, Executor executor, List<Opening> all, IntConsumer progress) {
    this.gateway = gateway;
    this.executor = executor;
    this.progress = progress;
    for (Opening command : all) {
      (command.entity().equals(EntityId.NETWORK_EMISSION) ? last : commands).add(command);
    }
  }

  /** Opens all, with at most so many under way. */
  CompletionStage<Integer> open(int inFlight) {
    if (commands.isEmpty()) {
      end();
    }
    for (int i = 0; i < Math.min(inFlight, commands.size()); i++) {
      openNext();
    }
    return opened;
  }

  private void openNext() {
    int index = next.getAndIncrement();
    if (index >= commands.size() || opened.isDone()) {
      return;
    }
    open(
        commands.get(index),
        () -> {
          if (advance() == commands.size()) {
            end();
          } else {
            openNext();
          }
        });
  }

  private void end() {
    if (last.isEmpty()) {
      opened.complete(done.get());
      return;
    }
    Opening command = last.removeFirst();
    open(
        command,
        () -> {
          advance();
          end();
        });
  }

  /** Where nothing can be done at present, a full disk above all, it is tried until it can. */
  private void open(Opening command, Runnable then) {
    gateway
        .ask(asker -> new EntityMessage.Open(command.entity(), command.command(), asker))
        .whenCompleteAsync(
            (outcome, failure) -> {
              boolean later =
                  outcome instanceof Outcome.Unavailable || outcome instanceof Outcome.Busy;
              if (later && !gateway.isClosed()) {
                gateway.later(PAUSE, () -> open(command, then));
              } else if (isOpen(command, outcome, failure)) {
                then.run();
              }
            },
            executor);
  }

  private int advance() {
    int count = done.incrementAndGet();
    progress.accept(count);
    return count;
  }

  private boolean isOpen(Opening command, @Nullable Outcome outcome, @Nullable Throwable failure) {
    if (outcome instanceof Outcome.Accepted) {
      return true;
    }
    opened.completeExceptionally(
        new IllegalStateException(
            command.entity().text() + " could not be opened: " + outcome, failure));
    return false;
  }
}
