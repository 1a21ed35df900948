package epochal.actors.gateway;

import static epochal.actors.gateway.TestNetwork.ALICE;
import static epochal.actors.gateway.TestNetwork.BOB;
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
import epochal.persistence.log.LogFullException;
import epochal.persistence.log.LogMonitor;
import epochal.persistence.log.SegmentFile;
import epochal.persistence.log.SegmentFiles;
import epochal.subnets.emission.EmissionEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A node goes on living when its disk is full, and goes on writing when there is room. */
class FullDiskTest {
  private static final long KEPT = 1_000_000;

  /** Real files on a disk that says how much is left. */
  private static final class Disk implements SegmentFiles {
    private final SegmentFiles real = SegmentFiles.operatingSystem();
    volatile long usableBytes = Long.MAX_VALUE;

    @Override
    public SegmentFile openForWriting(Path file) throws IOException {
      return real.openForWriting(file);
    }

    @Override
    public SegmentFile openForReading(Path file) throws IOException {
      return real.openForReading(file);
    }

    @Override
    public long usableBytes(Path directory) {
      return usableBytes;
    }
  }

  @TempDir Path data;
  private final Disk disk = new Disk();
  private final Semaphore full = new Semaphore(0);
  private final Semaphore roomAgain = new Semaphore(0);
  private final Logger logger = (Logger) LoggerFactory.getLogger(FullDisk.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private Node node;

  @BeforeEach
  void start() {
    said.start();
    logger.addAppender(said);
    logger.setLevel(Level.INFO);
    node =
        Node.start(
            NodeSettings.of(data, TestNetwork.aggregates())
                .with(
                    ConfigFactory.parseString(
                        """
                        epochal.clock.retry-after = 50ms
                        epochal.host.resend-after = 100ms
                        epochal.gateway.attempt = 1s
                        """))
                .withLog(settings -> settings.withFiles(disk).withMinFreeBytes(KEPT)));
    node.log()
        .addMonitor(
            new LogMonitor() {
              @Override
              public void full(LogFullException reason) {
                full.release();
              }

              @Override
              public void roomAgain() {
                roomAgain.release();
              }
            });
  }

  @AfterEach
  void stop() {
    node.close();
    logger.setLevel(null);
    logger.detachAppender(said);
  }

  private static void await(Semaphore what) throws InterruptedException {
    assertThat(what.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
  }

  /** An entity may need a moment to find out that there is room. */
  private Outcome submitUntilTaken(SignedCall call) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      Outcome outcome = get(node.gateway().submit(call));
      boolean later = outcome instanceof Outcome.Unavailable || outcome instanceof Outcome.Busy;
      if (!later || System.nanoTime() - deadline >= 0) {
        return outcome;
      }
    }
  }

  @Test
  void callsAreRefusedQueriesAnsweredAndBlocksGoOnWhenThereIsRoom() throws Exception {
    get(node.open(TestNetwork.genesis()));
    get(node.clock().runTo(5, Pace.fast()));

    // given a disk with less than what is kept free
    disk.usableBytes = KEPT - 7;
    CompletableFuture<Long> blocks = node.clock().runTo(9, Pace.fast()).toCompletableFuture();
    await(full);

    // then a call is refused by a stable code, and what needs no writing is answered
    SignedCall call = transfer(ALICE, BOB, Rao.tao(7), 50);
    Outcome refused = get(node.gateway().submit(call));
    assertThat(refused).isInstanceOf(Outcome.Unavailable.class);
    assertThat(((Outcome.Unavailable) refused).code()).isEqualTo("DiskFull");
    assertThat(((Outcome.Unavailable) refused).sentence()).contains("more are missing", "Free");
    assertThat(get(node.gateway().submit(transfer(ALICE, BOB, Rao.tao(500), 50))))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(free(node, ALICE)).isEqualTo(Rao.tao(100));
    assertThat(node.height().height()).isEqualTo(5);
    assertThat(blocks).isNotDone();

    // when there is room, then everything goes on by itself
    disk.usableBytes = Long.MAX_VALUE;
    assertThat(get(blocks)).isEqualTo(9);
    await(roomAgain);
    assertThat(submitUntilTaken(call)).isInstanceOf(Outcome.Accepted.class);
    try (var watch = new RecordWatch(node)) {
      watch.await(1, RecordWatch.event(AccountEvent.Credited.class));
      assertThat(get(node.clock().runTo(30, Pace.fast()))).isEqualTo(30);
      assertThat(
              watch.await(30, RecordWatch.event(EmissionEvent.BlockMinted.class)).stream()
                  .map(minted -> ((EmissionEvent.BlockMinted) minted.recorded().event()).height()))
          .as("no block is skipped, and none is there twice")
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
    }
    assertThat(free(node, BOB)).isEqualTo(Rao.tao(57));

    // and the operator was told once, and once that it is over
    assertThat(full.availablePermits() + roomAgain.availablePermits()).isZero();
    assertThat(said.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.ERROR, Level.INFO);
    assertThat(said.list.getFirst().getFormattedMessage())
        .contains("DiskFull", data.toString(), (KEPT - 7) + " bytes left", "Free some space");
  }

  @Test
  void aFullDiskAgainAndAgainLosesAndDoublesNothing() throws Exception {
    get(node.open(TestNetwork.genesis()));
    long sent = 0;
    for (int round = 1; round <= 8; round++) {
      CompletionStage<Long> blocks = node.clock().runTo(round * 4L, Pace.fast());
      disk.usableBytes = 0;
      SignedCall call = transfer(ALICE, BOB, Rao.of(1_000_000L * round), 90);
      Outcome first = get(node.gateway().submit(call));
      assertThat(first).isInstanceOf(Outcome.Unavailable.class);
      disk.usableBytes = Long.MAX_VALUE;
      Outcome second = submitUntilTaken(call);
      assertThat(second).isInstanceOf(Outcome.Accepted.class);
      assertThat(get(node.gateway().submit(call))).isEqualTo(second);
      sent += 1_000_000L * round;
      assertThat(get(blocks)).isEqualTo(round * 4L);
    }
    var settled = new CompletableFuture<Boolean>();
    node.settling().whenSettled(0, () -> settled.complete(true));
    assertThat(get(settled)).isTrue();
    assertThat(free(node, BOB)).isEqualTo(Rao.tao(50).plus(Rao.of(sent)));
    assertThat(free(node, ALICE)).isEqualTo(Rao.tao(100).minus(Rao.of(sent)));
  }

  @Test
  void aGenesisIsImportedToTheEndWhenThereIsRoom() throws Exception {
    disk.usableBytes = 0;
    CompletableFuture<Integer> opened = node.open(TestNetwork.genesis()).toCompletableFuture();
    await(full);
    assertThat(opened).isNotDone();
    assertThat(node.hasBegun()).isFalse();
    disk.usableBytes = Long.MAX_VALUE;
    assertThat(get(opened)).isEqualTo(8);
    assertThat(get(node.clock().runTo(8, Pace.fast()))).isEqualTo(8);
  }
}
