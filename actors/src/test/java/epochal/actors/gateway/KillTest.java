package epochal.actors.gateway;

import static epochal.actors.gateway.TestNetwork.free;
import static epochal.actors.gateway.TestNetwork.get;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.actors.clock.Pace;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed, several times over the same directory. */
class KillTest {
  private static final int ROUNDS = 3;

  @TempDir Path data;

  @Test
  void whatWasAcceptedIsThereOnceHoweverOftenTheProcessIsKilled() throws Exception {
    var accepted = new TreeSet<Long>();
    for (int round = 1; round <= ROUNDS; round++) {
      accepted.addAll(killedAfter(100 * round, 1_000_000L * round));
    }

    try (Node node = Node.start(NodeSettings.of(data, TestNetwork.aggregates()));
        var watch = new RecordWatch(node)) {
      assertThat(node.log().openReport().cleanlyClosed()).isFalse();
      get(node.woken());
      get(node.clock().runTo(node.height().height() + 10, Pace.fast()));
      var settled = new CountDownLatch(1);
      node.settling().whenSettled(0, settled::countDown);
      assertThat(settled.await(30, TimeUnit.SECONDS)).isTrue();
      long end = node.log().durableEnd();
      watch.await(1, durable -> durable.offset() >= end - 1);

      var sent = amounts(watch, AccountEvent.Transferred.class);
      var credited = amounts(watch, AccountEvent.Credited.class);
      assertThat(sent.keySet()).containsAll(accepted);
      assertThat(sent.values()).as("each once").containsOnly(1);
      assertThat(credited).as("each arrived once").isEqualTo(sent);

      // the owner's cuts are Carol's, and nothing else was made or lost
      Rao cuts = Rao.ZERO;
      for (var durable : watch.await(1, RecordWatch.event(AccountEvent.Credited.class))) {
        var credit = (AccountEvent.Credited) durable.recorded().event();
        if (credit.reason() != Message.Credit.Reason.TRANSFER) {
          cuts = cuts.plus(credit.amount());
        }
      }
      Rao all =
          free(node, TestNetwork.ALICE)
              .plus(free(node, TestNetwork.BOB))
              .plus(free(node, TestNetwork.CAROL));
      assertThat(all).isEqualTo(Rao.tao(160).plus(cuts));
    }
  }

  /** How often each amount that was transferred stands in events of this type. */
  private static TreeMap<Long, Integer> amounts(RecordWatch watch, Class<?> type)
      throws InterruptedException {
    var counts = new TreeMap<Long, Integer>();
    for (var durable : watch.await(1, RecordWatch.event(type))) {
      Object event = durable.recorded().event();
      if (event instanceof AccountEvent.Transferred transferred) {
        counts.merge(transferred.amount().amount(), 1, Integer::sum);
      } else if (event instanceof AccountEvent.Credited credited
          && credited.reason() == Message.Credit.Reason.TRANSFER) {
        counts.merge(credited.amount().amount(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** The amounts that a process said were accepted, until it was killed. */
  private List<Long> killedAfter(int transfers, long firstAmount) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledNode.class.getName(),
                data.toString(),
                Long.toString(firstAmount))
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var accepted = new ArrayList<Long>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while (accepted.size() < transfers && (line = lines.readLine()) != null) {
        accepted.add(Long.parseLong(line));
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(accepted).as("it ran until it was killed").hasSize(transfers);
    return accepted;
  }
}
