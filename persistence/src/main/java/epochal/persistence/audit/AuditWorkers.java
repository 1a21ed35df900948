package epochal.persistence.audit;

import epochal.ledger.aggregate.Workers;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** The caller and threads beside it. */
final class AuditWorkers implements Workers, AutoCloseable {
  private final int count;
  private final ExecutorService others;

  AuditWorkers(int count) {
    this.count = count;
    others = Executors.newFixedThreadPool(Math.max(1, count - 1));
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void share(int parts, IntConsumer work) {
    var running = new ArrayList<Future<?>>();
    for (int i = 1; i < parts; i++) {
      int part = i;
      running.add(others.submit(() -> work.accept(part)));
    }
    try {
      if (parts > 0) {
        work.accept(0);
      }
    } finally {
      running.forEach(AuditWorkers::await);
    }
  }

  private static void await(Future<?> running) {
    boolean interrupted = false;
    while (true) {
      try {
        running.get();
        break;
      } catch (InterruptedException e) {
        // What it works on is the caller's: it must not go on when the caller has left.
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a part of the audit broke off", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    others.close();
  }
}
