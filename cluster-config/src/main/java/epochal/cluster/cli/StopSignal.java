package epochal.cluster.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets Ctrl-C and SIGTERM end a run in order: they ask it to stop, and the process ends when it
 * has, with the run's own exit code and not with that of the signal.
 *
 * <p>Closed when the run needs no order any more: from then on a signal ends the process at once.
 */
final class StopSignal implements AutoCloseable {
  private static final long STOP_WITHIN_SECONDS = 60;

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread hook;

  StopSignal(Runnable stop) {
    hook = new Thread(() -> signalled(stop), "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void signalled(Runnable stop) {
    stop.run();
    try {
      Runtime.getRuntime().halt(ended.get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CancellationException | ExecutionException | TimeoutException e) {
      // The run did not end in order, and the process ends as the signal has it.
    }
  }

  /** Everything is stopped and told. */
  void ended(int exitCode) {
    ended.complete(exitCode);
  }

  @Override
  public void close() {
    ended.cancel(false);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook is what waits for this.
    }
  }
}
