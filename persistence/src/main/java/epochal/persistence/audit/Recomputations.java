package epochal.persistence.audit;

import epochal.ledger.aggregate.Recorded;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events that are being computed again, in the order of the log. */
final class Recomputations {
  /** So many may be under way before the caller waits for the first: each holds its inputs. */
  private static final int LIMIT = 8;

  private final Executor executor;
  private final ArrayDeque<CompletableFuture<@Nullable Divergence>> running = new ArrayDeque<>();

  Recomputations(Executor executor) {
    this.executor = executor;
  }

  /** The record's event must be what the supplier computes. */
  void add(Recorded<?> recorded, Supplier<?> again) {
    running.add(CompletableFuture.supplyAsync(() -> compare(recorded, again), executor));
  }

  private static @Nullable Divergence compare(Recorded<?> recorded, Supplier<?> again) {
    Object expected;
    try {
      expected = again.get();
    } catch (RuntimeException e) {
      return Diverged.at(
              recorded,
              "event",
              "an epoch that can be held",
              e,
              "it cannot be computed again from its sources")
          .divergence();
    }
    FirstDifference difference = FirstDifference.between("event", expected, recorded.event());
    return difference == null
        ? null
        : Diverged.at(
                recorded,
                difference.path(),
                difference.expected(),
                difference.found(),
                "computed again it comes out otherwise")
            .divergence();
  }

  /** The first divergence, as far as it is known by now. */
  @Nullable Divergence found() {
    while (!running.isEmpty() && (running.size() > LIMIT || running.element().isDone())) {
      Divergence divergence = result();
      if (divergence != null) {
        return divergence;
      }
    }
    return null;
  }

  /** The first divergence of all. */
  @Nullable Divergence finish() {
    while (!running.isEmpty()) {
      Divergence divergence = result();
      if (divergence != null) {
        return divergence;
      }
    }
    return null;
  }

  private @Nullable Divergence result() {
    return running.remove().join();
  }
}
