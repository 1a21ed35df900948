package epochal.actors.gateway;

import static epochal.actors.gateway.TestNetwork.ALICE;
import static epochal.actors.gateway.TestNetwork.BOB;
import static epochal.actors.gateway.TestNetwork.account;
import static epochal.actors.gateway.TestNetwork.free;
import static epochal.actors.gateway.TestNetwork.get;
import static epochal.actors.gateway.TestNetwork.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import epochal.actors.clock.Pace;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.money.Rao;
import epochal.persistence.journal.EventLogExtension;
import epochal.subnets.epoch.EpochEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RestartTest {
  @TempDir Path data;

  private Node start(String overrides) {
    return Node.start(
        NodeSettings.of(data, TestNetwork.aggregates()).with(ConfigFactory.parseString(overrides)));
  }

  /** Stops everything at once: no entity comes to rest. */
  private static void crash(Node node) throws Exception {
    var log = EventLogExtension.get(node.system());
    node.system().terminate();
    node.system().getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    log.close();
  }

  private static final String ABRUPT =
      """
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.cluster.run-coordinated-shutdown-when-down = off
      """;

  @Test
  void aNodeThatWasClosedGoesOnWhereItWas() throws Exception {
    SignedCall call = transfer(ALICE, BOB, Rao.tao(7), 50);
    Outcome first;
    long end;
    try (Node node = start("")) {
      get(node.open(TestNetwork.genesis()));
      get(node.clock().runTo(10, Pace.fast()));
      first = get(node.gateway().submit(call));
      get(node.clock().runTo(12, Pace.fast()));
    }
    assertThat(data.resolve("CLOSED")).exists();
    try (Node node = start("");
        var watch = new RecordWatch(node)) {
      get(node.woken());
      assertThat(node.height().height()).isEqualTo(12);
      assertThat(get(node.gateway().submit(call))).isEqualTo(first);
      assertThat(free(node, BOB)).isEqualTo(Rao.tao(57));
      assertThat(get(node.open(TestNetwork.genesis()))).isEqualTo(8);
      assertThat(get(node.clock().runTo(40, Pace.fast()))).isEqualTo(40);
      watch.await(8, RecordWatch.event(EpochEvent.EpochHeld.class));
    }
  }

  @Test
  void whatWasUnderWayInACrashArrivesAfterTheRestart() throws Exception {
    // given a node that dies with a message in the sender's log alone
    Node node = start(ABRUPT);
    get(node.open(TestNetwork.genesis()));
    var watch = new RecordWatch(node);
    assertThat(get(node.gateway().submit(transfer(ALICE, BOB, Rao.tao(7), 50))))
        .isInstanceOf(Outcome.Accepted.class);
    watch.close();
    crash(node);

    // when it starts again
    try (Node again = start("");
        var all = new RecordWatch(again)) {
      // then the sender is woken by itself, and the message is there once
      assertThat(get(again.woken())).isGreaterThan(0);
      all.await(1, RecordWatch.event(AccountEvent.Credited.class));
      assertThat(get(again.gateway().submit(transfer(BOB, ALICE, Rao.tao(1), 50))))
          .isInstanceOf(Outcome.Accepted.class);
      all.await(2, RecordWatch.event(AccountEvent.Credited.class));
      // A record is in the feed a moment before its entity answers from it: two blocks are enough.
      get(again.clock().runTo(again.height().height() + 2, new Pace.Fast(0)));
      assertThat(free(again, BOB)).isEqualTo(Rao.tao(56));
      assertThat(free(again, ALICE)).isEqualTo(Rao.tao(94));
    }
  }

  @Test
  void aNodeThatIsClosedBeforeAllAreAwakeSaysNothingOfThoseWhoSleep() throws Exception {
    // given a crash after which many have something unfinished
    Node node = start(ABRUPT);
    get(node.open(TestNetwork.genesis()));
    for (int i = 1; i <= 40; i++) {
      get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 * i), 50)));
    }
    crash(node);
    Logger logger = (Logger) LoggerFactory.getLogger("epochal.actors.gateway");
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    logger.addAppender(logged);
    try {
      // when the next node is closed as soon as it is there
      Node again = start("");
      again.close();
      // then whoever waits for them is told, and nothing is reported that is as it should be
      assertThat(again.woken().handle((count, failure) -> true).toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(20));
      assertThat(logged.list).noneMatch(event -> event.getLevel() == Level.ERROR);
    } finally {
      logger.detachAppender(logged);
    }
    // and the one after that wakes them
    try (Node last = start("")) {
      get(last.woken());
      assertThat(free(last, BOB)).isEqualTo(Rao.of(50_000_000_000L + 820_000));
    }
  }

  @Test
  void aSnapshotThatCannotBeReadIsReportedAndTheEventsAreReplayed() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("epochal.persistence.journal");
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    logger.addAppender(logged);
    try {
      try (Node node = start("epochal.host.snapshot-every = 5")) {
        get(node.open(TestNetwork.genesis()));
        for (int i = 1; i <= 22; i++) {
          get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 * i), 50)));
        }
      }
      List<Path> snapshots = snapshots();
      assertThat(snapshots).as("the newest two of each").hasSizeBetween(3, 4);
      for (Path snapshot : snapshots) {
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
      }
      try (Node node = start("")) {
        assertThat(free(node, ALICE)).isEqualTo(Rao.of(100_000_000_000L - 253_000));
        assertThat(logged.list)
            .filteredOn(event -> event.getLevel() == Level.WARN)
            .extracting(ILoggingEvent::getFormattedMessage)
            .anyMatch(
                message ->
                    message.contains(account(ALICE).text())
                        && message.contains("checksum")
                        && message.contains(".snapshot"));
      }
    } finally {
      logger.detachAppender(logged);
    }
  }

  @Test
  void anEntityThatIsNeverAwakeForLongIsKeptInSnapshotsToo() throws Exception {
    int sent = 0;
    for (int run = 0; run < 4; run++) {
      try (Node node = start("epochal.host.snapshot-every = 12")) {
        get(node.open(TestNetwork.genesis()));
        for (int i = 0; i < 4; i++) {
          get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 + sent++), 50)));
        }
      }
    }
    assertThat(snapshots()).isNotEmpty();
  }

  @Test
  void aSnapshotOfAnotherHistoryIsPassedOverAndDeleted(@TempDir Path elsewhere) throws Exception {
    // given the snapshots of a history in which the same accounts sent other amounts
    try (Node node = start("epochal.host.snapshot-every = 5")) {
      get(node.open(TestNetwork.genesis()));
      for (int i = 1; i <= 12; i++) {
        get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 * i), 50)));
      }
    }
    Path foreign = elsewhere.resolve("foreign");
    Files.move(data.resolve("snapshots"), foreign);
    deleteAll(data);
    try (Node node = start("epochal.host.snapshot-every = 1000")) {
      get(node.open(TestNetwork.genesis()));
      for (int i = 1; i <= 12; i++) {
        get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(2_000 * i), 50)));
      }
    }
    deleteAll(data.resolve("snapshots"));
    Files.deleteIfExists(data.resolve("snapshots"));
    Files.move(foreign, data.resolve("snapshots"));

    // when a node starts with them
    try (Node node = start("epochal.host.snapshot-every = 1000")) {
      // then it goes by its log
      assertThat(free(node, ALICE)).isEqualTo(Rao.of(100_000_000_000L - 156_000));
      assertThat(get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(7), 50))))
          .isInstanceOf(Outcome.Accepted.class);
      assertThat(free(node, BOB)).isGreaterThan(Rao.tao(50));
    }
    assertThat(snapshots()).isEmpty();
  }

  private static void deleteAll(Path directory) throws Exception {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Path> snapshots() throws Exception {
    try (var files = Files.walk(data.resolve("snapshots"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aRecoveryFromASnapshotIsTheSameAsAReplay() throws Exception {
    try (Node node = start("epochal.host.snapshot-every = 4")) {
      get(node.open(TestNetwork.genesis()));
      get(node.clock().runTo(30, Pace.fast()));
      for (int i = 1; i <= 10; i++) {
        get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 * i), 80)));
      }
    }
    for (boolean snapshot : new boolean[] {true, false}) {
      if (!snapshot) {
        for (Path file : snapshots()) {
          Files.delete(file);
        }
      }
      try (Node node = start("")) {
        assertThat(node.height().height()).isEqualTo(30);
        assertThat(get(node.gateway().describe(account(ALICE))).sequence())
            .isEqualTo(node.log().highestSequence(account(ALICE).text()));
        assertThat(free(node, ALICE)).isEqualTo(Rao.of(100_000_000_000L - 55_000));
      }
    }
  }

  @Test
  void anEntityThatLeftMemoryComesBackWithEverything() throws Exception {
    try (Node node =
            start(
                """
                epochal.host.flush-after = 10ms
                epochal.host.passivate-after = 20ms
                epochal.host.resend-after = 20ms
                """);
        var watch = new RecordWatch(node)) {
      get(node.open(TestNetwork.genesis()));
      get(node.gateway().submit(transfer(ALICE, BOB, Rao.tao(7), 50)));
      // the note of the acknowledgement is recorded by itself before the entity leaves
      watch.await(
          1,
          durable -> durable.entity().equals(account(ALICE)) && durable.recorded().event() == null);
      for (int i = 0; i < 20; i++) {
        get(node.gateway().submit(transfer(ALICE, BOB, Rao.of(1_000 + i), 50)));
        watch.await(i + 2, RecordWatch.event(AccountEvent.Credited.class));
      }
      assertThat(free(node, ALICE)).isEqualTo(Rao.of(93_000_000_000L - 20_190));
    }
  }
}
