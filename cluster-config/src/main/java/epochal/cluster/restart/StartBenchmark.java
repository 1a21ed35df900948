package epochal.cluster.restart;

import epochal.cluster.bench.TransferLoad;
import epochal.cluster.bench.TransferNetwork;
import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a node takes from the creation of its process to the first answer, over a log
 * that the load of transfers has made. The first command is a transfer between two accounts that
 * are not in memory, and its answer means that it is durable.
 */
public final class StartBenchmark {
  private static final int IN_FLIGHT = 4_096;

  /** How many transfers arrive under load before a node is killed. */
  private static final long BEFORE_KILL = 2_000;

  private static final long SEED = 1;
  private static final long PATIENCE_SECONDS = 120;
  private static final long LOOK_MILLIS = 100;

  private final StartPlan plan;
  private final Path data;
  private final DemoDisplay display;
  private final CompletableFuture<@Nullable Void> stopping = new CompletableFuture<>();

  private Hash256 network = Hash256.ZERO;

  /** More than any number of a transfer that was sent so far, and of events. */
  private long next;

  /** Of the log, as far as it is known. */
  private long events;

  /**
   * A measurement.
   *
   * @param data the data directory; what an equal network left in it is used
   */
  public StartBenchmark(StartPlan plan, Path data, DemoDisplay display) {
    this.plan = plan;
    this.data = data;
    this.display = display;
  }

  /** Ends the measurement soon, with no process left; from any thread. */
  public void stop() {
    stopping.complete(null);
  }

  /** Measures; none if it was stopped. */
  public @Nullable StartResult run() {
    prepare();
    if (!makeLog()) {
      return null;
    }
    var starts = new ArrayList<StartResult.Start>();
    for (int i = 1; i <= plan.starts(); i++) {
      if (plan.killed() && !loadUntil(events + 2 * BEFORE_KILL, true)) {
        return null;
      }
      StartResult.Start start = start();
      if (start == null) {
        return null;
      }
      starts.add(start);
      display.say(
          "start %d of %d: first answer after %,d ms"
              .formatted(i, plan.starts(), start.answered()));
    }
    return new StartResult(List.copyOf(starts), events);
  }

  private void prepare() {
    display.say("Making a genesis of %,d accounts".formatted(plan.accounts()));
    Genesis genesis =
        TransferNetwork.of(
                new TransferLoad(
                    plan.accounts(),
                    plan.accounts(),
                    TransferLoad.Skew.UNIFORM,
                    IN_FLIGHT,
                    null,
                    0,
                    1,
                    false))
            .genesis();
    genesis.writeTo(data);
    network = genesis.network().network();
    next = new LogTail(data, network).look(recorded -> {}).entries();
  }

  /** Lets a node write until there are enough events, and stops it in order. */
  private boolean makeLog() {
    events = next;
    return loadUntil(plan.events(), false);
  }

  private boolean loadUntil(long wanted, boolean kill) {
    var written = new AtomicLong();
    var highest = new AtomicLong(next);
    boolean enough = events >= wanted;
    try (var worker =
        WorkerProcess.start(
            order(enough ? Worker.Task.SETTLE : Worker.Task.LOAD),
            List.of(),
            report -> {
              switch (report.kind()) {
                case LOG_OPENED -> written.addAndGet(report.number());
                case ANSWERED, ARRIVED -> {
                  highest.accumulateAndGet(report.number(), Math::max);
                  written.incrementAndGet();
                }
                default -> {}
              }
            })) {
      if (!comes(worker, worker.first(Report.Kind.READY), PATIENCE_SECONDS)) {
        return false;
      }
      while (written.get() < wanted) {
        if (!passes(worker)) {
          return false;
        }
        display.tick("%,d of %,d events".formatted(written.get(), wanted));
      }
      if (kill) {
        worker.kill();
      } else {
        worker.stop();
      }
    }
    events = Math.max(events, written.get());
    next = Math.max(highest.get() + IN_FLIGHT, events) + 1;
    return true;
  }

  private StartResult.@Nullable Start start() {
    try (var worker = WorkerProcess.start(order(Worker.Task.ONE), List.of(), report -> {})) {
      CompletableFuture<Report> answer = worker.first(Report.Kind.FIRST_ANSWER);
      if (!comes(worker, answer, PATIENCE_SECONDS)) {
        return null;
      }
      events = worker.first(Report.Kind.LOG_OPENED).join().number();
      var start =
          new StartResult.Start(
              millis(worker, Report.Kind.RUNNING),
              millis(worker, Report.Kind.GENESIS_READ),
              millis(worker, Report.Kind.LOG_OPENED),
              millis(worker, Report.Kind.READY),
              millis(worker, Report.Kind.FIRST_ANSWER));
      if (plan.killed()) {
        worker.kill();
      } else {
        worker.stop();
      }
      next++;
      return start;
    }
  }

  private static long millis(WorkerProcess worker, Report.Kind kind) {
    return (worker.first(kind).join().value() - Reports.micros(worker.started())) / 1_000;
  }

  private Worker.Order order(Worker.Task task) {
    return new Worker.Order(data, network, task, plan.accounts(), IN_FLIGHT, SEED, next);
  }

  /** Whether it came; false if the wish to stop did first. */
  private boolean comes(WorkerProcess worker, CompletableFuture<Report> told, long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!told.isDone()) {
      if (!passes(worker)) {
        return false;
      }
      if (System.nanoTime() - end >= 0) {
        worker.kill();
        throw new IllegalStateException(
            "the node did nothing for %d s: %s".formatted(seconds, worker.lastWords()));
      }
    }
    if (told.isCompletedExceptionally()) {
      throw ended(worker);
    }
    return true;
  }

  /** Lets a little time pass; false if it is to stop. */
  private boolean passes(WorkerProcess worker) {
    if (!worker.isAlive()) {
      throw ended(worker);
    }
    try {
      stopping.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    }
  }

  private static IllegalStateException ended(WorkerProcess worker) {
    worker.kill();
    return new IllegalStateException("the node ended by itself: " + worker.lastWords());
  }
}
