package epochal.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import epochal.actors.protocol.Asker;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.Outcome;
import epochal.actors.protocol.Region;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway before shards that answer when the test does. */
class GatewayTest {
  private static final EntityId ALICE = EntityId.account(new AccountId(1, 0, 0, 0));
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Outcome DONE = new Outcome.Accepted(3, 7);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ShardingEnvelope<HostMessage>> shards = kit.createTestProbe();
  private final Region region = new Region(shards.getRef());
  private final Questions questions = new Questions(kit.system());
  private volatile Optional<LogException> stopped = Optional.empty();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private Gateway gateway(Duration attempt, Duration patience) {
    return new Gateway(
        region,
        TestNetwork.PARAMETERS,
        questions,
        kit.scheduler(),
        kit.system().executionContext(),
        () -> stopped,
        attempt,
        patience);
  }

  private static CompletableFuture<Outcome> ask(Gateway gateway) {
    return gateway
        .ask(asker -> new EntityMessage.Open(ALICE, "anything", asker))
        .toCompletableFuture();
  }

  /** The next attempt to arrive. */
  private Asker attempt() {
    return ((EntityMessage.Open) shards.receiveMessage(Duration.ofSeconds(30)).message()).asker();
  }

  private static Outcome get(CompletableFuture<Outcome> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerSettlesTheCommandAndNothingIsKeptOfIt() throws Exception {
    var answer = ask(gateway(LONG, LONG));
    Asker asker = attempt();
    assertThat(questions.size()).isEqualTo(1);
    asker.tell(DONE);
    assertThat(get(answer)).isEqualTo(DONE);

    // when the same answer comes again, nobody is there to hear it
    asker.tell(new Outcome.Failed("late"));
    var next = ask(gateway(LONG, LONG));
    attempt().tell(DONE);
    assertThat(get(next)).isEqualTo(DONE);
    assertThat(questions.size()).isZero();
  }

  @Test
  void whatIsNotAnsweredIsSentAgainAndThatItWasObeyedSettlesItFromAnyAttempt() throws Exception {
    var answer = ask(gateway(SHORT, LONG));
    Asker first = attempt();
    attempt();
    assertThat(answer).isNotDone();
    first.tell(DONE);
    assertThat(get(answer)).isEqualTo(DONE);
  }

  @Test
  void aRefusalSettlesItOnlyFromTheLastAttempt() throws Exception {
    var answer = ask(gateway(SHORT, LONG));
    Asker first = attempt();
    Asker second = attempt();
    // when the first is refused and the second, which was under way already, is obeyed
    first.tell(new Outcome.Unavailable("DiskFull", "Later."));
    second.tell(DONE);
    assertThat(get(answer)).isEqualTo(DONE);
  }

  @Test
  void thatAnEntityIsBusySettlesOnlyTheFirstAttempt() throws Exception {
    var busy = new Outcome.Busy("Later.");
    var answer = ask(gateway(LONG, LONG));
    attempt().tell(busy);
    assertThat(get(answer)).isEqualTo(busy);

    // where an attempt before it may have been taken, it is tried on
    var another = ask(gateway(LONG, LONG));
    attempt().tell(new Outcome.Failed("It stopped."));
    attempt().tell(busy);
    attempt().tell(DONE);
    assertThat(get(another)).isEqualTo(DONE);
  }

  @Test
  void whatFailedIsTriedAgainAWhileLater() throws Exception {
    var answer = ask(gateway(LONG, LONG));
    attempt().tell(new Outcome.Failed("It stopped."));
    attempt().tell(new Outcome.Failed("It stopped again."));
    attempt().tell(DONE);
    assertThat(get(answer)).isEqualTo(DONE);
  }

  @Test
  void patienceEndsAndSaysThatItIsNotKnown() throws Exception {
    var answer = ask(gateway(SHORT, Duration.ofMillis(60)));
    assertThat(get(answer))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.sentence()).contains("not known"));
  }

  @Test
  void whereTheLogHasStoppedForGoodAFailureIsFinal(@TempDir Path directory) throws Exception {
    // given a reason that a log gives
    Path file = Files.createFile(directory.resolve("file"));
    LogException reason =
        catchThrowableOfType(
            LogException.class, () -> EventLog.open(file, LogSettings.of("0".repeat(64))));
    stopped = Optional.of(reason);

    var answer = ask(gateway(LONG, LONG));
    attempt().tell(new Outcome.Failed("It stopped."));
    assertThat(get(answer))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.sentence()).isEqualTo(reason.getMessage()));
  }

  @Test
  void aNodeThatStopsTakesNoCommandAndSaysOfThoseUnderWayThatItIsNotKnown() throws Exception {
    Gateway gateway = gateway(SHORT, LONG);
    var answer = ask(gateway);
    region.close();
    assertThat(get(answer)).isInstanceOf(Outcome.Failed.class);
    assertThat(get(ask(gateway))).isInstanceOf(Outcome.Busy.class);
  }

  @Test
  void whoStillWaitsWhenTheSystemEndsIsTold() throws Exception {
    Gateway gateway = gateway(LONG, LONG);
    var answer = ask(gateway);
    attempt();
    kit.system().terminate();
    assertThat(get(answer))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.sentence()).contains("not known"));

    // and so is whoever asks after that
    assertThat(get(ask(gateway))).isInstanceOf(Outcome.Failed.class);
    assertThat(questions.size()).isZero();
  }
}
