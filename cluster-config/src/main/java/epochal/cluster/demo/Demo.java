package epochal.cluster.demo;

import com.typesafe.config.ConfigFactory;
import epochal.actors.clock.Pace;
import epochal.actors.gateway.Node;
import epochal.actors.gateway.NodeSettings;
import epochal.actors.gateway.Records;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.DevelopmentKey;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogException;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node with a population, from start to stop. */
public final class Demo {

  /**
   * What a run came to.
   *
   * @param blocks minted in this run
   * @param millis that they took
   */
  public record Result(
      long block,
      Rao issuance,
      long accounts,
      long validators,
      long subnets,
      long blocks,
      long millis,
      Map<Netuid, CabalReport.Standing> cabalBySubnet,
      CabalReport.Standing cabal,
      long callsObeyed,
      Map<String, Long> callsRefused) {

    /** Of a run that was stopped before the network was there. */
    static final Result NOTHING =
        new Result(
            0,
            Rao.ZERO,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            new CabalReport.Standing(0, 0, 0, 0),
            0,
            Map.of());
  }

  private static final long LOOK_AT_LOG_MILLIS = 500;

  private final Genesis genesis;
  private final Path data;
  private final Pace pace;
  private final DemoDisplay display;
  private final @Nullable Path acknowledged;
  private final UnaryOperator<NodeSettings> change;
  private final CompletableFuture<@Nullable Void> stopping = new CompletableFuture<>();

  /**
   * A demonstration.
   *
   * @param data the data directory; the genesis is imported if it is not there yet
   * @param acknowledged a file to which every acknowledged call is appended
   */
  public Demo(
      Genesis genesis, Path data, Pace pace, DemoDisplay display, @Nullable Path acknowledged) {
    this(genesis, data, pace, display, acknowledged, UnaryOperator.identity());
  }

  /**
   * The same on another node.
   *
   * @param change of what the node is
   */
  Demo(
      Genesis genesis,
      Path data,
      Pace pace,
      DemoDisplay display,
      @Nullable Path acknowledged,
      UnaryOperator<NodeSettings> change) {
    this.genesis = genesis;
    this.data = data;
    this.pace = pace;
    this.display = display;
    this.acknowledged = acknowledged;
    this.change = change;
  }

  /** Ends the run soon, with everything in order; from any thread. */
  public void stop() {
    stopping.complete(null);
  }

  /** Runs this many blocks, or until stopped. */
  public Result run(long blocks) {
    display.say("Starting the node on " + data);
    try (var written = new AcknowledgedCalls(acknowledged);
        Node node = start()) {
      if (node == null || !open(node) || !comes(node, node.woken())) {
        return Result.NOTHING;
      }
      int woken = node.woken().toCompletableFuture().join();
      if (woken > 0) {
        display.say("%,d entities go on with what they had not finished".formatted(woken));
      }
      return live(node, written, blocks);
    }
  }

  /**
   * Starts the node, which stops when the run does: a signal to the process is not its own
   * business. There is none when the signal came first, since then it cannot start any more.
   */
  private @Nullable Node start() {
    try {
      Node node =
          Node.start(
              change.apply(
                  NodeSettings.of(data, new Aggregates(genesis.network()))
                      .with(
                          ConfigFactory.parseMap(
                              Map.of(
                                  "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off")))));
      node.log().addMonitor(new DiskAlert(display));
      return node;
    } catch (IllegalStateException e) {
      if (stopping.isDone()) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Waits for it, or for the wish to stop; tells whether it has come. A full disk is waited out.
   *
   * @throws LogException if the log has stopped for good
   */
  private boolean comes(Node node, CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    CompletableFuture<?> either = CompletableFuture.anyOf(future, stopping);
    while (!either.isDone()) {
      try {
        either.get(LOOK_AT_LOG_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (node.log().stopped().orElse(null) instanceof LogException failed) {
          throw failed;
        }
      } catch (ExecutionException e) {
        break;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the demonstration was interrupted", e);
      }
    }
    either.join();
    return future.isDone();
  }

  /** Tells whether it is open; it is not, if the import was stopped, and goes on the next time. */
  private boolean open(Node node) {
    if (node.hasBegun()) {
      display.say("Going on at block " + node.height().height());
      return true;
    }
    List<Opening> commands = genesis.openings();
    long start = System.nanoTime();
    if (!comes(
        node,
        node.open(
            commands,
            count -> display.progress("importing the genesis", count, commands.size())))) {
      return false;
    }
    display.say(
        "Imported %,d entities of genesis '%s' in %,d ms"
            .formatted(commands.size(), genesis.name(), millisSince(start)));
    return true;
  }

  private Result live(Node node, AcknowledgedCalls written, long blocks) {
    var cast = Cast.of(sudo());
    var cabal = new CabalReport(cast);
    var calls = new CallCount();
    var view = new NetworkView(cabal);
    var screen = new DemoScreen(genesis.name(), cast, cabal, calls);
    var desk = new NodeDesk(node.gateway(), () -> node.height().height(), calls, written);
    var population = new Population(cast, desk);
    view.start(desk.ask(EntityId.NETWORK_EMISSION, new Query.EmissionShares(), Fact.Shares.class));
    long first = node.height().height();
    long start = System.nanoTime();
    Records.Subscription reading = node.records().subscribe(record -> view.read(record.recorded()));
    DemoDisplay.Drawing drawing = display.draw(screen, view);
    try {
      long block = first;
      while (block < first + blocks && !stopping.isDone()) {
        CompletionStage<Long> next = node.clock().runTo(block + 1, pace);
        if (comes(node, next)) {
          block = next.toCompletableFuture().join();
          population.act(block);
          comes(node, desk.answered());
        }
      }
      CompletionStage<Long> paused = node.clock().pause();
      paused.toCompletableFuture().completeOnTimeout(block, 5, TimeUnit.SECONDS).join();
    } finally {
      reading.close();
      drawing.close();
    }
    return result(node, cabal, calls, first, millisSince(start));
  }

  private SigningKey sudo() {
    for (DevelopmentKey known : genesis.developmentKeys()) {
      SigningKey key = known.signingKey();
      if (genesis.network().isSudo(key.accountId())) {
        return key;
      }
    }
    throw new IllegalArgumentException(
        "The population needs a genesis whose sudo key is one of its development keys, such as"
            + " //Alice");
  }

  private static Result result(
      Node node, CabalReport cabal, CallCount calls, long first, long millis) {
    Fact.Shares emission =
        (Fact.Shares)
            node.gateway()
                .query(EntityId.NETWORK_EMISSION, new Query.EmissionShares())
                .toCompletableFuture()
                .join()
                .fact();
    List<String> streams = node.log().streams();
    return new Result(
        emission.height(),
        emission.issuance(),
        count(streams, "account:"),
        count(streams, "validator:"),
        emission.shares().size(),
        emission.height() - first,
        millis,
        cabal.standings(),
        cabal.mean(),
        calls.acceptedCalls(),
        calls.refusals());
  }

  private static long count(List<String> streams, String prefix) {
    return streams.stream().filter(stream -> stream.startsWith(prefix)).count();
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
