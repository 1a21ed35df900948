package epochal.actors.gateway;

import epochal.actors.clock.Pace;
import epochal.actors.protocol.Outcome;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that is going to be killed: runs blocks and transfers, and prints the amount of each
 * transfer once it is accepted. Amounts never repeat.
 */
final class KilledNode {
  private static final int IN_FLIGHT = 64;

  private KilledNode() {}

  /** Arguments: the data directory, and the first amount in rao. */
  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Node node = Node.start(NodeSettings.of(Path.of(arguments[0]), TestNetwork.aggregates()));
    node.open(TestNetwork.genesis()).toCompletableFuture().join();
    node.clock().run(Pace.every(Duration.ofMillis(20)));
    var amount = new AtomicLong(Long.parseLong(arguments[1]));
    var inFlight = new Semaphore(IN_FLIGHT);
    SigningKey[] keys = {TestNetwork.ALICE, TestNetwork.BOB, TestNetwork.CAROL};
    for (int i = 0; ; i++) {
      inFlight.acquire();
      long rao = amount.getAndIncrement();
      var call =
          TestNetwork.transfer(
              keys[i % 3], keys[(i + 1) % 3], Rao.of(rao), node.height().height() + 50);
      node.gateway()
          .submit(call)
          .thenAccept(
              outcome -> {
                inFlight.release();
                if (outcome instanceof Outcome.Accepted) {
                  out.println(rao);
                }
              });
    }
  }
}
