package epochal.cluster.bench;

import com.sun.management.OperatingSystemMXBean;
import epochal.actors.gateway.Node;
import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogStatistics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Measures transfers on a whole node: the gateway, sharded and persistent accounts, the lanes
 * between them, and the log with its fsyncs, in one process with the client. Then the node is
 * stopped and the log it left is proved.
 */
public final class TransferBenchmark {
  private static final long LOOK_MILLIS = 200;

  /** Longer than a call is valid, and than a gateway tries to have it answered. */
  private static final long SETTLE_SECONDS = 45;

  private final TransferLoad load;
  private final Path data;
  private final DemoDisplay display;
  private final CompletableFuture<@Nullable Void> stopping = new CompletableFuture<>();

  /**
   * A measurement.
   *
   * @param data the data directory; it goes on there if an equal load was measured in it before
   */
  public TransferBenchmark(TransferLoad load, Path data, DemoDisplay display) {
    this.load = load;
    this.data = data;
    this.display = display;
  }

  /** Ends the measurement soon, with everything in order; from any thread. */
  public void stop() {
    stopping.complete(null);
  }

  /** Measures; none if it was stopped. */
  public @Nullable TransferResult run() {
    var network = TransferNetwork.of(load);
    NetworkParameters parameters = prepare(network);
    Measured measured;
    try (Node node = start(parameters)) {
      if (node == null || !open(node, parameters) || !comes(node, node.woken())) {
        return null;
      }
      measured = measure(node, network);
    }
    if (measured == null) {
      return null;
    }
    display.say("Stopped the node. Auditing its log.");
    ConservationCheck.Verdict verdict =
        new ConservationCheck(
                data,
                parameters.network(),
                (events, block) -> display.tick("audited %,d events".formatted(events)))
            .check(measured.from(), measured.client().arrived());
    return measured.result(verdict);
  }

  private NetworkParameters prepare(TransferNetwork network) {
    display.say("Making a genesis of %,d accounts".formatted(load.accounts()));
    Genesis genesis = network.genesis();
    genesis.writeTo(data);
    return genesis.network();
  }

  /** None when it was to stop first, since then no node can start any more. */
  private @Nullable Node start(NetworkParameters parameters) {
    try {
      return Node.start(TransferNetwork.settings(data, parameters.network()));
    } catch (IllegalStateException e) {
      if (stopping.isDone()) {
        return null;
      }
      throw e;
    }
  }

  private boolean open(Node node, NetworkParameters parameters) {
    if (node.hasBegun()) {
      return true;
    }
    List<Opening> commands = Genesis.ofDirectory(data, parameters.network()).openings();
    int all = commands.size();
    long start = System.nanoTime();
    boolean opened =
        comes(
            node,
            node.open(
                commands,
                count -> display.tick("opened %,d of %,d accounts".formatted(count, all))));
    if (opened) {
      display.say(
          "Opened %,d entities in %,d ms"
              .formatted(all, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
    }
    return opened;
  }

  /** What the client and the log say, before anything is proved. */
  private record Measured(
      long from,
      long nanos,
      long cpuNanos,
      long offered,
      TransferResult.Written log,
      long underWay,
      TransferClient client) {

    TransferResult result(ConservationCheck.Verdict verdict) {
      var latencies = client.latencies();
      return new TransferResult(
          nanos,
          cpuNanos,
          offered,
          client.arrivedInWindow(),
          new TransferResult.Latency(
              latencies.getValueAtPercentile(50) / 1e3,
              latencies.getValueAtPercentile(99) / 1e3,
              latencies.getValueAtPercentile(99.9) / 1e3,
              latencies.getMaxValue() / 1e3),
          log,
          client.refusals(),
          underWay,
          verdict);
    }
  }

  private @Nullable Measured measure(Node node, TransferNetwork network) {
    var settled = new CompletableFuture<@Nullable Void>();
    node.settling().whenSettled(0, () -> settled.complete(null));
    if (!comes(node, settled)) {
      return null;
    }
    long from = node.log().durableEnd();
    node.clock().run(TransferNetwork.pace());
    try (var client = new TransferClient(node, network, load)) {
      client.start();
      if (!passes(node, client, "warming up", load.warmUpSeconds())) {
        return null;
      }
      long began = System.nanoTime();
      long offeredBefore = client.offered();
      long cpuBefore = cpuNanos();
      LogStatistics before = node.log().statistics();
      var fsyncs = new FsyncTimes();
      node.log().addMonitor(fsyncs);
      client.openWindow();
      if (!passes(node, client, "measuring", load.seconds())) {
        return null;
      }
      client.closeWindow();
      LogStatistics after = node.log().statistics();
      node.log().removeMonitor(fsyncs);
      long offered = client.offered() - offeredBefore;
      long nanos = System.nanoTime() - began;
      long cpuNanos = cpuNanos() - cpuBefore;
      client.finish(SETTLE_SECONDS);
      return new Measured(
          from,
          nanos,
          cpuNanos,
          offered,
          TransferResult.Written.between(before, after, fsyncs.result()),
          client.underWay(),
          client);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** Lets so many seconds pass; whether they did. */
  private boolean passes(Node node, TransferClient client, String what, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long lastNanos = System.nanoTime();
    long lastArrived = client.arrived();
    for (long left = seconds * 1_000L;
        left > 0;
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
      try {
        stopping.get(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS);
        return false;
      } catch (TimeoutException e) {
        check(node, client);
        long now = System.nanoTime();
        if (now - lastNanos >= 1_000_000_000L) {
          long arrived = client.arrived();
          display.tick(
              "%s: %,d s left, %,d transfers/s"
                  .formatted(
                      what,
                      (left + 999) / 1_000,
                      (arrived - lastArrived) * 1_000_000_000L / (now - lastNanos)));
          lastNanos = now;
          lastArrived = arrived;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return true;
  }

  /** A full disk ends a measurement too, which would measure the waiting. */
  private static void check(Node node, TransferClient client) {
    node.log().trouble().ifPresent(TransferBenchmark::fail);
    Throwable failure = client.failure();
    if (failure != null) {
      throw new IllegalStateException("the client failed", failure);
    }
  }

  private static void fail(LogException trouble) {
    throw trouble;
  }

  /** Waits for it, or for the wish to stop; tells whether it has come. */
  private boolean comes(Node node, CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    CompletableFuture<?> either = CompletableFuture.anyOf(future, stopping);
    while (!either.isDone()) {
      try {
        either.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        node.log().trouble().ifPresent(TransferBenchmark::fail);
      } catch (ExecutionException e) {
        break;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    either.join();
    return future.isDone();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the measurement was interrupted", e);
  }
}
