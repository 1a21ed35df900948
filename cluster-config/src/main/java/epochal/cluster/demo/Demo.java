package epochal.cluster.demo;

import epochal.actors.clock.Pace;
import epochal.actors.gateway.Feed;
import epochal.actors.gateway.Node;
import epochal.actors.gateway.NodeSettings;
import epochal.ledger.aggregate.EntityId;
import epochal.ledger.aggregate.Netuid;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.DevelopmentKey;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

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
      Map<String, Long> callsRefused) {}

  private final Genesis genesis;
  private final Path data;
  private final Pace pace;
  private final DemoDisplay display;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * A demonstration.
   *
   * @param data the data directory; the genesis is imported if it is not there yet
   */
  public Demo(Genesis genesis, Path data, Pace pace, DemoDisplay display) {
    this.genesis = genesis;
    this.data = data;
    this.pace = pace;
    this.display = display;
  }

  /** Ends the run after the present block; from any thread. */
  public void stop() {
    stopping.set(true);
  }

  /** Runs this many blocks, or until stopped. */
  public Result run(long blocks) {
    display.say("Starting the node on " + data);
    try (Node node = Node.start(NodeSettings.of(data, new Aggregates(genesis.network())))) {
      open(node);
      int woken = node.woken().toCompletableFuture().join();
      if (woken > 0) {
        display.say("%,d entities go on with what they had not finished".formatted(woken));
      }
      return live(node, blocks);
    }
  }

  private void open(Node node) {
    if (node.log().highestSequence(EntityId.NETWORK_EMISSION.text()) > 0) {
      display.say("Going on at block " + node.height().height());
      return;
    }
    List<Opening> commands = genesis.openings();
    long start = System.nanoTime();
    node.open(commands, count -> display.progress("importing the genesis", count, commands.size()))
        .toCompletableFuture()
        .join();
    display.say(
        "Imported %,d entities of genesis '%s' in %,d ms"
            .formatted(commands.size(), genesis.name(), millisSince(start)));
  }

  private Result live(Node node, long blocks) {
    var cast = Cast.of(sudo());
    var cabal = new CabalReport(cast);
    var calls = new CallCount();
    var view = new NetworkView(cabal);
    var screen = new DemoScreen(genesis.name(), cast, cabal, calls);
    var desk = new NodeDesk(node.gateway(), () -> node.height().height(), calls);
    var population = new Population(cast, desk);
    view.start(desk.ask(EntityId.NETWORK_EMISSION, new Query.EmissionShares(), Fact.Shares.class));
    long first = node.height().height();
    long start = System.nanoTime();
    Feed.Subscription reading = node.feed().subscribe(record -> view.read(record.recorded()));
    DemoDisplay.Drawing drawing = display.draw(screen, view);
    try {
      long block = first;
      while (block < first + blocks && !stopping.get()) {
        block = node.clock().runTo(block + 1, pace).toCompletableFuture().join();
        population.act(block);
        desk.settle();
      }
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
