package epochal.cluster.restart;

import epochal.cluster.bench.ConservationCheck;
import epochal.cluster.bench.TransferLoad;
import epochal.cluster.bench.TransferNetwork;
import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Kills a node under load with SIGKILL, again and again over the same data directory, and holds its
 * log against what it had acknowledged.
 *
 * <p>The node is a process of its own, and so is what judges it: this one, which knows of each
 * acknowledgement through a pipe and reads the log's files when the node is dead. Most rounds end
 * at a random moment under load; in some the node dies while it starts, reads its log or recovers
 * its entities. After a kill the client does what any client does that had no answer: the next
 * round begins by sending the same calls again. In the end one more start lets everything arrive
 * that is in flight and stops in order; then every transfer that was debited must have been
 * credited, the whole log must pass the audit, and all money must be there.
 */
public final class KillBenchmark {
  /** One round in so many is to end before the load begins. */
  private static final int EARLY_ONE_IN = 5;

  private static final long FIRST_START_MILLIS = 3_000;
  private static final long PATIENCE_SECONDS = 180;
  private static final long LOOK_MILLIS = 200;

  private final KillPlan plan;
  private final Path data;
  private final DemoDisplay display;
  private final SplittableRandom random;
  private final TransferOracle oracle;
  private final CompletableFuture<@Nullable Void> stopping = new CompletableFuture<>();
  private final List<KillResult.Round> rounds = new ArrayList<>();
  private Hash256 network = Hash256.ZERO;
  private long startMillis = FIRST_START_MILLIS;
  private long entries;

  /**
   * Rounds over a data directory.
   *
   * @param data empty, or not there yet: what it held before was acknowledged to nobody here
   */
  public KillBenchmark(KillPlan plan, Path data, DemoDisplay display) {
    this.plan = plan;
    this.data = data;
    this.display = display;
    this.random = new SplittableRandom(plan.seed());
    this.oracle =
        new TransferOracle(
            new NumberedTransfers(plan.accounts(), TransferNetwork::unkeyed, plan.seed()));
  }

  /** Ends it soon, with no process left; from any thread. */
  public void stop() {
    stopping.complete(null);
  }

  /** Runs all rounds, or until the first fault; none if it was stopped. */
  public @Nullable KillResult run() {
    long began = System.nanoTime();
    network = prepare();
    var tail = new LogTail(data, network);
    String fault = null;
    for (int number = 1; number <= plan.rounds() && fault == null; number++) {
      KillResult.Round round;
      try {
        round = round(tail);
      } catch (Broken e) {
        fault = "Round " + number + ": " + e.getMessage();
        break;
      }
      if (round == null) {
        return null;
      }
      rounds.add(round);
      fault = oracle.fault();
      display.say(line(number, round, fault));
    }
    ConservationCheck.Verdict verdict = null;
    if (fault == null) {
      try {
        if (!settle(tail)) {
          return null;
        }
        fault = oracle.fault();
      } catch (Broken e) {
        fault = "After the last round: " + e.getMessage();
      }
    }
    if (fault == null) {
      display.say("Stopped the node in order. Auditing its log.");
      verdict =
          new ConservationCheck(
                  data,
                  network,
                  (events, block) -> display.tick("audited %,d events".formatted(events)))
              .check(0, oracle.inLog());
      fault = verdict.holds() ? null : "The log does not prove it: " + verdict.sentence();
    }
    return new KillResult(
        List.copyOf(rounds),
        System.nanoTime() - began,
        oracle.acknowledged(),
        oracle.arrivedCount(),
        oracle.refusedCount(),
        oracle.answeredAgain(),
        oracle.inLog(),
        entries,
        fault,
        verdict);
  }

  /** The log or the node is not as it must be. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String sentence) {
      super(sentence);
    }
  }

  private Hash256 prepare() {
    display.say("Making a genesis of %,d accounts".formatted(plan.accounts()));
    Genesis genesis =
        TransferNetwork.of(
                new TransferLoad(
                    plan.accounts(),
                    plan.accounts(),
                    TransferLoad.Skew.UNIFORM,
                    plan.inFlight(),
                    null,
                    0,
                    plan.seconds(),
                    false))
            .genesis();
    genesis.writeTo(data);
    return genesis.network().network();
  }

  private Worker.Order order(Worker.Task task) {
    return new Worker.Order(
        data, network, task, plan.accounts(), plan.inFlight(), plan.seed(), oracle.next());
  }

  /** None if it was to stop. */
  private KillResult.@Nullable Round round(LogTail tail) {
    boolean early = random.nextInt(EARLY_ONE_IN) == 0;
    long millis = early ? random.nextLong(startMillis) : random.nextLong(plan.seconds() * 1_000L);
    List<Worker.Again> again = oracle.open();
    long before = oracle.acknowledged();
    oracle.begin();
    long start = System.nanoTime();
    long open = 0;
    long killed;
    try (var worker = WorkerProcess.start(order(Worker.Task.LOAD), again, oracle::told)) {
      var ready =
          worker
              .first(Report.Kind.READY)
              .thenApply(report -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      if ((!early && !comes(worker, worker.first(Report.Kind.ARRIVED))) || !passes(millis)) {
        return null;
      }
      if (!worker.isAlive()) {
        worker.kill();
        throw new Broken("the node ended by itself: " + worker.lastWords());
      }
      worker.kill();
      killed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (!ready.isCompletedExceptionally()) {
        open = ready.join();
        startMillis = open;
      }
    }
    oracle.dead(plan.inFlight());
    long torn = look(tail).tornBytes();
    oracle.compare();
    return new KillResult.Round(open, killed, oracle.acknowledged() - before, torn);
  }

  private LogTail.Look look(LogTail tail) {
    LogTail.Look look = tail.look(oracle::logged);
    if (look.fault() != null) {
      throw new Broken("the log is not what it was: " + look.fault());
    }
    entries = look.entries();
    return look;
  }

  /** One more start, without load: everything arrives. */
  private boolean settle(LogTail tail) {
    List<Worker.Again> again = oracle.open();
    oracle.begin();
    try (var worker = WorkerProcess.start(order(Worker.Task.SETTLE), again, oracle::told)) {
      if (!comes(worker, worker.first(Report.Kind.READY))) {
        return false;
      }
      worker.stop();
    } catch (WorkerProcess.Ended e) {
      throw new Broken(String.valueOf(e.getMessage()));
    }
    look(tail);
    oracle.compareAtRest();
    return true;
  }

  /** Whether it came; false if the wish to stop did first. */
  private boolean comes(WorkerProcess worker, CompletableFuture<?> told) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!stopping.isDone()) {
      try {
        told.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        if (System.nanoTime() - end >= 0) {
          worker.kill();
          throw new Broken(
              "the node did nothing for %d s: %s".formatted(PATIENCE_SECONDS, worker.lastWords()));
        }
      } catch (ExecutionException e) {
        worker.kill();
        throw new Broken("the node ended by itself: " + worker.lastWords());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return false;
  }

  /** Whether so much time passed; false if the wish to stop came first. */
  private boolean passes(long millis) {
    try {
      stopping.get(millis, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the rounds were interrupted", e);
  }

  private String line(int number, KillResult.Round round, @Nullable String fault) {
    String open =
        round.openMillis() == 0 ? "not open" : "open after %,d ms".formatted(round.openMillis());
    return ("round %d of %d: %s, killed after %,d ms, %,d acknowledged (%,d in all), %,d torn bytes,"
            + " %,d events; %s")
        .formatted(
            number,
            plan.rounds(),
            open,
            round.killedMillis(),
            round.acknowledged(),
            oracle.acknowledged(),
            round.tornBytes(),
            entries,
            fault == null ? "all there once" : "FAULT");
  }
}
