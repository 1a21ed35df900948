package epochal.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.actors.clock.BlockHeight;
import epochal.actors.clock.Settling;
import epochal.actors.protocol.Answer;
import epochal.actors.protocol.Asker;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.IdleMail;
import epochal.actors.protocol.Outcome;
import epochal.actors.protocol.Region;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.Bytes;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One hosted account without an actor: the test decides when a write is durable. */
class HostedEntityTest {
  private static final AccountId ALICE = new AccountId(1, 0, 0, 0);
  private static final AccountId BOB = new AccountId(2, 0, 0, 0);
  private static final EntityId ALICES = EntityId.account(ALICE);
  private static final EntityId BOBS = EntityId.account(BOB);
  private static final EntityId CAROLS = EntityId.account(new AccountId(3, 0, 0, 0));
  private static final EntityId DAVES = EntityId.account(new AccountId(4, 0, 0, 0));
  private static final NetworkParameters NETWORK =
      new NetworkParameters(
          new Hash256(1, 2, 3, 4),
          null,
          12_000,
          100,
          20,
          Rao.of(500),
          0,
          0,
          5_898,
          11_796,
          Rao.of(1_000),
          Rao.of(1_000),
          10,
          5,
          4,
          10,
          0,
          Rao.tao(10),
          100,
          11_796,
          4,
          6,
          10,
          32_767,
          0,
          10,
          2,
          false);

  private final TestInbox<ShardingEnvelope<HostMessage>> region = TestInbox.create();
  private final Region way = new Region(region.getRef());
  private final TestInbox<HostMessage> self = TestInbox.create();
  private final TestInbox<Answer> caller = TestInbox.create();
  private final Asker asker = new Asker(caller.getRef(), 7);
  private final List<Recorded<?>> log = new ArrayList<>();
  private final List<EntityId> wakes = new ArrayList<>();
  private final Settling settling = new Settling();
  private final BlockHeight height = new BlockHeight(settling);
  private boolean passivated;
  private int calls;

  private HostedEntity<?, ?, ?> hosted = account(settings(4, Duration.ofHours(1)));

  /** It is time to look for late messages at every check. */
  private static HostSettings settings(int capacity, Duration idle) {
    return new HostSettings(capacity, 100, 500, Duration.ofNanos(1), 100, idle, idle, idle, 0);
  }

  /** The same, of an entity that asks only when it remembers more lanes than so many. */
  private static HostSettings remembering(int lanes) {
    Duration idle = Duration.ofHours(1);
    return new HostSettings(4, 100, 500, Duration.ofNanos(1), 100, idle, idle, idle, lanes);
  }

  private HostedEntity<?, ?, ?> account(HostSettings settings) {
    var aggregates = new Aggregates(NETWORK);
    var environment =
        new HostEnvironment(
            aggregates,
            way,
            height,
            settling,
            settings,
            () -> 1,
            Runnable::run,
            wakes::add,
            (id, sequence) -> log.get((int) sequence - 1).block());
    return hosted(aggregates.of(ALICES), environment);
  }

  private <S, C, E> HostedEntity<S, C, E> hosted(
      EntityLife<S, C, E> life, HostEnvironment environment) {
    return new HostedEntity<>(
        ALICES,
        life,
        environment,
        new EntityBody() {
          @Override
          public ActorRef<HostMessage> self() {
            return self.getRef();
          }

          @Override
          public void checkWithin(Duration time) {}

          @Override
          public void passivate() {
            passivated = true;
          }
        });
  }

  /** Recovers nothing, and opens the account. */
  private void open() {
    Aggregate<?, ?, ?> account = new Aggregates(NETWORK).of(ALICES).aggregate();
    hosted.recovered(new Snapshot(Entity.initial(ALICES, account), NETWORK.network()));
    persist(proceed());
    persist(
        tell(
            new EntityMessage.Open(
                ALICES, new AccountCommand.Open(Rao.tao(100), List.of()), asker)));
    assertThat(outcome()).isEqualTo(new Outcome.Accepted(1, 0));
  }

  private Outcome outcome() {
    Answer answer = caller.receiveMessage();
    assertThat(answer.ticket()).isEqualTo(asker.ticket());
    return answer.outcome();
  }

  private List<Outcome> outcomes() {
    return caller.getAllReceived().stream().map(Answer::outcome).toList();
  }

  private HostedEntity.Next tell(HostMessage message) {
    return hosted.receive(message);
  }

  /** Lets the entity take what it has told itself. */
  private HostedEntity.Next proceed() {
    HostedEntity.Next next = HostedEntity.Next.Wait.INSTANCE;
    for (HostMessage message : self.getAllReceived()) {
      next = hosted.receive(message);
    }
    return next;
  }

  private int persist(HostedEntity.Next next) {
    if (!(next instanceof HostedEntity.Next.Persist(var batch))) {
      return 0;
    }
    batch.records().forEach(written -> log.add(written.encoded().recorded()));
    hosted.persisted();
    return batch.records().size();
  }

  private SignedCall transfer(Rao amount) {
    var call = new AccountCommand.Transfer(ALICE, BOB, amount, true);
    long validUntil = 50 + calls++;
    byte[] bytes = CallCodec.canonicalBytes(call, NETWORK.network(), validUntil);
    return new SignedCall(
        call,
        validUntil,
        ALICE,
        Blake2b.hash256(bytes),
        new Bytes(bytes),
        Signature.of(new byte[Signature.LENGTH]));
  }

  private HostedEntity.Next submit(SignedCall call) {
    return tell(new EntityMessage.Submit(call, asker));
  }

  private List<HostMessage> sent() {
    return region.getAllReceived().stream().map(ShardingEnvelope::message).toList();
  }

  private Rao free() {
    TestInbox<EntityMessage.Description> inbox = TestInbox.create();
    tell(new EntityMessage.Describe(ALICES, inbox.getRef()));
    return ((AccountState) inbox.receiveMessage().entity().state()).free();
  }

  private long sequence() {
    return hosted.sequence();
  }

  private static EntityMessage.Transmit credit(long number, long after) {
    var credit = new Message.Credit(Rao.tao(1), Message.Credit.Reason.TRANSFER);
    return new EntityMessage.Transmit(ALICES, BOBS, number, after, 0, credit);
  }

  private List<HostMessage> sent(Class<?> type) {
    return sent().stream().filter(type::isInstance).toList();
  }

  @Test
  void whatComesDuringAWriteIsDecidedInOneBatchAndAnsweredInOrder() {
    open();
    HostedEntity.Next first = submit(transfer(Rao.tao(1)));

    // when three more come while the first is being written
    assertThat(submit(transfer(Rao.tao(2)))).isEqualTo(HostedEntity.Next.Wait.INSTANCE);
    submit(transfer(Rao.tao(1_000)));
    submit(transfer(Rao.tao(3)));
    assertThat(caller.hasMessages()).isFalse();
    assertThat(sent()).isEmpty();
    assertThat(free()).isEqualTo(Rao.tao(100));
    assertThat(persist(first)).isEqualTo(1);

    // then they are one batch
    assertThat(persist(proceed())).isEqualTo(2);
    assertThat(outcomes())
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(new Outcome.Accepted(2, 0)),
            outcome -> assertThat(outcome).isEqualTo(new Outcome.Accepted(3, 0)),
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                            assertThat(rejected.rejection().code())
                                .isEqualTo(RejectionCode.FundsUnavailable)),
            outcome -> assertThat(outcome).isEqualTo(new Outcome.Accepted(4, 0)));
    assertThat(sent(EntityMessage.Transmit.class)).hasSize(3);
    assertThat(free()).isEqualTo(Rao.tao(94));
  }

  @Test
  void aWriteThatTheLogRefusesChangesNothingAndTheEntityGoesOn(@TempDir Path data) {
    LogException full = fullDisk(data);
    open();
    SignedCall call = transfer(Rao.tao(1));
    submit(call);
    submit(transfer(Rao.tao(2)));
    tell(credit(1, 0));

    // when the log has no room, and then has
    hosted.refused(full);
    HostedEntity.Next second = proceed();
    hosted.refused(full);
    assertThat(sequence()).isEqualTo(1);
    assertThat(free()).isEqualTo(Rao.tao(100));
    persist(submit(call));
    persist(tell(credit(1, 0)));

    // then each caller was told, and what was sent again took effect once
    assertThat(second).isInstanceOf(HostedEntity.Next.Persist.class);
    assertThat(outcomes())
        .satisfiesExactly(
            outcome -> assertThat(outcome).isInstanceOf(Outcome.Unavailable.class),
            outcome -> assertThat(outcome).isInstanceOf(Outcome.Unavailable.class),
            outcome -> assertThat(outcome).isEqualTo(new Outcome.Accepted(2, 0)));
    assertThat(free()).isEqualTo(Rao.tao(100));
    assertThat(sent(EntityMessage.Acknowledge.class)).hasSize(1);
  }

  private static LogException fullDisk(Path data) {
    var settings = LogSettings.of(NETWORK.network().hex()).withMinFreeBytes(Long.MAX_VALUE / 2);
    try (EventLog log = EventLog.open(data, settings)) {
      var entry = new LogEntry("a", 1, false, 1, "", new byte[1]);
      return (LogException)
          log.append(List.of(entry))
              .toCompletableFuture()
              .handle((done, failure) -> failure)
              .join();
    }
  }

  @Test
  void theSameCallTwiceInABatchTakesEffectOnce() {
    open();
    SignedCall call = transfer(Rao.tao(5));
    HostedEntity.Next write = submit(transfer(Rao.tao(1)));
    submit(call);
    submit(call);
    persist(write);
    assertThat(persist(proceed())).isEqualTo(1);
    submit(call);
    assertThat(outcomes())
        .containsExactly(
            new Outcome.Accepted(2, 0),
            new Outcome.Accepted(3, 0),
            new Outcome.Accepted(3, 0),
            new Outcome.Accepted(3, 0));
    assertThat(free()).isEqualTo(Rao.tao(94));
  }

  @Test
  void aFullEntitySaysThatItIsBusyAndObeysTheOthers() {
    open();
    HostedEntity.Next write = submit(transfer(Rao.tao(1)));
    for (int i = 0; i < 6; i++) {
      submit(transfer(Rao.tao(1)));
    }
    assertThat(outcomes()).hasSize(2).allMatch(Outcome.Busy.class::isInstance);
    persist(write);
    persist(proceed());
    assertThat(outcomes()).hasSize(5).allMatch(Outcome.Accepted.class::isInstance);
    assertThat(free()).isEqualTo(Rao.tao(95));
  }

  @Test
  void whatIsMeantForAnotherIsRefused() {
    open();
    var call = new AccountCommand.Transfer(BOB, ALICE, Rao.tao(1), true);
    byte[] bytes = CallCodec.canonicalBytes(call, NETWORK.network(), 50);
    var signature = Signature.of(new byte[Signature.LENGTH]);
    var stray = new SignedCall(call, 50, BOB, Blake2b.hash256(bytes), new Bytes(bytes), signature);

    assertThat(submit(stray)).isEqualTo(HostedEntity.Next.Wait.INSTANCE);
    tell(new EntityMessage.Transmit(BOBS, ALICES, 1, 0, 0, credit(1, 0).message()));

    assertThat(outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(log).hasSize(1);
  }

  @Test
  void aMessageIsTakenOnceAndAcknowledgedWhenItIsDurable() {
    open();
    HostedEntity.Next write = tell(credit(1, 0));
    assertThat(sent()).isEmpty();
    persist(write);
    assertThat(sent()).containsExactly(new EntityMessage.Acknowledge(BOBS, ALICES, 1, true));

    // when it comes again, and another too early
    assertThat(tell(credit(1, 0))).isEqualTo(HostedEntity.Next.Wait.INSTANCE);
    assertThat(tell(credit(5, 3))).isEqualTo(HostedEntity.Next.Wait.INSTANCE);

    // then the first is acknowledged again, and the other not at all
    assertThat(sent()).containsExactly(new EntityMessage.Acknowledge(BOBS, ALICES, 1, false));
    assertThat(free()).isEqualTo(Rao.tao(101));
  }

  @Test
  void anAcknowledgementRidesOnTheNextRecordAndSettlesWhatCameBefore() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    persist(submit(transfer(Rao.tao(1))));
    assertThat(settling.inFlight()).isEqualTo(2);

    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 2, false));
    assertThat(settling.inFlight()).isZero();
    persist(submit(transfer(Rao.tao(1))));

    assertThat(log.getLast().notes().acknowledged()).containsExactly(1L, 2L);
    assertThat(settling.inFlight()).isEqualTo(1);
  }

  @Test
  void whatHasTimeIsReadWithWhateverComesNext() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    way.tellIdly(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    assertThat(self.hasMessages()).isFalse();
    assertThat(settling.inFlight()).isEqualTo(1);

    persist(submit(transfer(Rao.tao(1))));

    assertThat(log.getLast().notes().acknowledged()).containsExactly(1L);
    assertThat(settling.inFlight()).isEqualTo(1);
  }

  @Test
  void anEntityThatRestsReadsWhatHadTimeFirst() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    way.tellIdly(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    assertThat(persist(tell(Internal.Rest.INSTANCE))).isEqualTo(1);
    assertThat(log.getLast().notes().acknowledged()).containsExactly(1L);
  }

  @Test
  void anEntityThatRestsRecordsWhatItLearntFirst() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));

    assertThat(persist(tell(Internal.Rest.INSTANCE))).isEqualTo(1);

    assertThat(log.getLast().event()).isNull();
    assertThat(log.getLast().notes().acknowledged()).containsExactly(1L);
    assertThat(proceed()).isEqualTo(HostedEntity.Next.Stop.INSTANCE);
    hosted.stopped();
    assertThat(wakes).isEmpty();
  }

  @Test
  void anEntityThatRestsWithMessagesOutIsWokenAgain() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    assertThat(tell(Internal.Rest.INSTANCE)).isEqualTo(HostedEntity.Next.Stop.INSTANCE);
    hosted.stopped();
    assertThat(wakes).containsExactly(ALICES);
    assertThat(settling.inFlight()).isZero();
  }

  @Test
  void aMessageThatIsNotAcknowledgedIsSentAgainAnIntervalLater() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    assertThat(sent()).hasSize(1);
    tell(Internal.Check.INSTANCE);
    assertThat(sent()).as("it may still be under way").isEmpty();
    tell(Internal.Check.INSTANCE);
    assertThat(sent()).hasSize(1).first().isInstanceOf(EntityMessage.Transmit.class);
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    tell(Internal.Check.INSTANCE);
    assertThat(sent()).isEmpty();
  }

  @Test
  void whatIsSentAgainDoesNotTakeTheShortWay() {
    open();
    TestInbox<HostMessage> bob = TestInbox.create();
    IdleMail bobsMail = way.arrives(BOBS, bob.getRef());

    // when the receiver is awake, it is told directly, and what has time waits for it
    persist(submit(transfer(Rao.tao(1))));
    persist(tell(credit(1, 0)));
    assertThat(sent()).isEmpty();
    assertThat(bob.getAllReceived())
        .satisfiesExactly(first -> assertThat(first).isInstanceOf(EntityMessage.Transmit.class));
    List<EntityMessage> idle = new ArrayList<>();
    bobsMail.take(idle::add);
    assertThat(idle).containsExactly(new EntityMessage.Acknowledge(BOBS, ALICES, 1, true));

    // and when that was lost, the shards are asked to find it
    tell(Internal.Check.INSTANCE);
    tell(Internal.Check.INSTANCE);
    assertThat(sent(EntityMessage.Transmit.class)).hasSize(1);
    tell(credit(1, 0));
    assertThat(sent()).containsExactly(new EntityMessage.Acknowledge(BOBS, ALICES, 1, false));
    assertThat(bob.hasMessages()).isFalse();
  }

  private boolean isToldDirectly() {
    self.getAllReceived();
    region.getAllReceived();
    way.tellShortly(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    boolean directly = self.hasMessages();
    assertThat(region.hasMessages()).isNotEqualTo(directly);
    return directly;
  }

  @Test
  void anEntityIsToldDirectlyFromItsRecoveryUntilItRests() {
    assertThat(isToldDirectly()).isFalse();
    open();
    assertThat(isToldDirectly()).isTrue();
    tell(Internal.Rest.INSTANCE);
    assertThat(isToldDirectly()).isFalse();
  }

  @Test
  void anEntityIsNotToldDirectlyOnceItHasAskedToLeaveMemory() {
    hosted = account(settings(4, Duration.ZERO));
    open();
    tell(Internal.Check.INSTANCE);
    assertThat(passivated).isTrue();
    assertThat(isToldDirectly()).isFalse();
  }

  @Test
  void anActorThatStopsIsNotToldDirectlyUnlessAnotherIsTheEntityByNow() {
    open();
    HostedEntity<?, ?, ?> before = hosted;
    before.stopped();
    assertThat(isToldDirectly()).isFalse();

    TestInbox<HostMessage> next = TestInbox.create();
    way.arrives(ALICES, next.getRef());
    before.stopped();
    way.tellShortly(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    assertThat(next.hasMessages()).isTrue();
  }

  @Test
  void aLaneThatLostMessagesIsTakenUpFromItsFirst() {
    open();
    for (int i = 0; i < 3; i++) {
      persist(submit(transfer(Rao.tao(1))));
    }
    tell(Internal.Check.INSTANCE);
    sent();

    // when nothing has arrived for an interval, the first alone is sent
    tell(Internal.Check.INSTANCE);
    assertThat(numbers(sent())).containsExactly(1L);

    // and when that has arrived, those behind it
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    assertThat(numbers(sent())).containsExactly(2L, 3L);
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 3, false));
    assertThat(sent()).isEmpty();
    assertThat(settling.inFlight()).isZero();
  }

  @Test
  void whoTakesUpALaneThatLostMessagesIsToldOfAcknowledgementsAtOnce() {
    open();
    for (int i = 0; i < 3; i++) {
      persist(submit(transfer(Rao.tao(1))));
    }
    tell(Internal.Check.INSTANCE);
    tell(Internal.Check.INSTANCE);
    tell(Internal.Check.INSTANCE);
    sent();

    way.tellIdly(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    proceed();
    assertThat(numbers(sent())).containsExactly(2L, 3L);
    way.tellIdly(new EntityMessage.Acknowledge(ALICES, BOBS, 3, false));
    proceed();
    assertThat(settling.inFlight()).isZero();

    // and when everything has arrived, no more
    tell(Internal.Check.INSTANCE);
    way.tellIdly(new EntityMessage.Acknowledge(ALICES, BOBS, 3, false));
    assertThat(self.hasMessages()).isFalse();
  }

  private static List<Long> numbers(List<HostMessage> sent) {
    return sent.stream().map(message -> ((EntityMessage.Transmit) message).number()).toList();
  }

  @Test
  void onlyMessagesThatCanHaveTheirTurnTakeRoom() {
    open();
    HostedEntity.Next write = tell(credit(1, 0));

    // when copies and strays come with what follows in order
    tell(credit(1, 0));
    tell(credit(2, 1));
    tell(credit(2, 1));
    tell(credit(7, 6));
    tell(credit(3, 2));
    for (int i = 0; i < 2; i++) {
      submit(transfer(Rao.tao(1)));
    }
    assertThat(caller.hasMessages()).as("there is room for four").isFalse();

    persist(write);
    assertThat(persist(proceed())).isEqualTo(4);
    assertThat(free()).isEqualTo(Rao.tao(101));
    assertThat(sent(EntityMessage.Acknowledge.class))
        .containsExactly(
            new EntityMessage.Acknowledge(BOBS, ALICES, 1, true),
            new EntityMessage.Acknowledge(BOBS, ALICES, 3, true));

    // and the stray has its turn when what it waited for has come
    assertThat(persist(tell(credit(6, 3)))).isEqualTo(1);
    assertThat(persist(tell(credit(7, 6)))).isEqualTo(1);
  }

  @Test
  void anIdleEntityLeavesMemoryUnlessSomethingIsOut() {
    hosted = account(settings(4, Duration.ZERO));
    open();
    persist(submit(transfer(Rao.tao(1))));
    tell(Internal.Check.INSTANCE);
    assertThat(passivated).isFalse();

    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    assertThat(persist(tell(Internal.Check.INSTANCE))).as("the note is recorded").isEqualTo(1);
    tell(Internal.Check.INSTANCE);
    assertThat(passivated).isTrue();
  }

  @Test
  void aQuestionIsAskedAgainUntilItIsAnswered() {
    open();
    assertThat(submit(transfer(Rao.of(100)))).isEqualTo(HostedEntity.Next.Wait.INSTANCE);
    var question = (EntityMessage.AskFact) sent().getFirst();
    assertThat(question.query()).isEqualTo(new Query.Receivable(Rao.of(100)));

    // when another call is obeyed meanwhile
    persist(submit(transfer(Rao.tao(1))));
    assertThat(outcome()).isEqualTo(new Outcome.Accepted(2, 0));

    var answer =
        new EntityMessage.FactFound(
            BOBS, new Sourced(new Fact.Admission(null), 1), question.ticket());
    assertThat(persist(tell(answer))).isEqualTo(1);
    assertThat(outcome()).isEqualTo(new Outcome.Accepted(3, 0));
    assertThat(tell(answer)).as("twice").isEqualTo(HostedEntity.Next.Wait.INSTANCE);
  }

  @Test
  void whoWaitsForAnEntityThatStopsIsTold() {
    open();
    submit(transfer(Rao.tao(1)));
    submit(transfer(Rao.tao(2)));
    hosted.stopped();
    assertThat(outcomes()).hasSize(2).allMatch(Outcome.Failed.class::isInstance);
    assertThat(wakes).containsExactly(ALICES);
  }

  @Test
  void aSettledLaneIsForgottenWhenNoCopyCanBeUnderWay() {
    open();
    persist(tell(credit(1, 0)));
    tell(Internal.Check.INSTANCE);
    assertThat(sent(EntityMessage.AskSettled.class))
        .containsExactly(new EntityMessage.AskSettled(BOBS, ALICES, 1));
    tell(new EntityMessage.Settled(ALICES, BOBS, 1, 0));

    height.reached(NETWORK.laneLifetime());
    persist(submit(transfer(Rao.tao(1))));
    assertThat(log.getLast().notes().forgotten()).isEmpty();

    height.reached(NETWORK.laneLifetime() + 1);
    persist(submit(transfer(Rao.tao(1))));
    assertThat(log.getLast().notes().forgotten()).containsExactly(BOBS);
  }

  @Test
  void aLaneThatWasUsedSinceIsNotForgotten() {
    open();
    persist(tell(credit(1, 0)));
    tell(new EntityMessage.Settled(ALICES, BOBS, 1, 0));
    persist(tell(credit(2, 0)));
    height.reached(NETWORK.laneLifetime() + 1);
    persist(submit(transfer(Rao.tao(1))));
    assertThat(log.getLast().notes().forgotten()).isEmpty();
  }

  @Test
  void aSenderSaysThatALaneIsSettledOnlyWhenThatIsDurable() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    sent();
    tell(new EntityMessage.AskSettled(ALICES, BOBS, 1));
    assertThat(sent()).isEmpty();
    persist(submit(transfer(Rao.tao(1))));
    sent();
    tell(new EntityMessage.AskSettled(ALICES, BOBS, 2));
    assertThat(sent()).as("another is out").isEmpty();
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 2, false));
    persist(tell(credit(1, 0)));
    sent();
    tell(new EntityMessage.AskSettled(ALICES, BOBS, 2));
    assertThat(sent()).containsExactly(new EntityMessage.Settled(BOBS, ALICES, 2, 0));
  }

  @Test
  void whoAsksWithItsAcknowledgementIsToldOnceWhenThatIsDurableAndNothingElseIsOut() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    sent();

    // when the acknowledgement comes while another message to the same receiver is being written
    HostedEntity.Next write = submit(transfer(Rao.tao(1)));
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, true));
    persist(write);
    assertThat(sent(EntityMessage.Settled.class)).as("it is not durable").isEmpty();
    persist(tell(credit(1, 0)));
    assertThat(sent(EntityMessage.Settled.class)).as("another is out").isEmpty();
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 2, true));
    assertThat(sent(EntityMessage.Settled.class)).as("nor is this").isEmpty();

    // then the record that notes it is followed by the word
    persist(tell(credit(2, 0)));
    assertThat(sent(EntityMessage.Settled.class))
        .containsExactly(new EntityMessage.Settled(BOBS, ALICES, 2, 0));
    persist(tell(credit(3, 0)));
    assertThat(sent(EntityMessage.Settled.class)).isEmpty();
  }

  @Test
  void whoAsksTwiceBeforeTheNextRecordIsToldOfTheLast() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    persist(submit(transfer(Rao.tao(1))));
    sent();

    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, true));
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 2, true));
    persist(tell(credit(1, 0)));

    assertThat(sent(EntityMessage.Settled.class))
        .containsExactly(new EntityMessage.Settled(BOBS, ALICES, 2, 0));
  }

  @Test
  void whoAsksAfterTheLogSaysSoIsToldAtOnce() {
    open();
    persist(submit(transfer(Rao.tao(1))));
    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, false));
    persist(tell(credit(1, 0)));
    assertThat(sent(EntityMessage.Settled.class)).as("nobody asked").isEmpty();

    tell(new EntityMessage.Acknowledge(ALICES, BOBS, 1, true));

    assertThat(sent(EntityMessage.Settled.class))
        .containsExactly(new EntityMessage.Settled(BOBS, ALICES, 1, 0));
  }

  @Test
  void onlyWhoRemembersManyLanesAsksWithItsAcknowledgements() {
    hosted = account(remembering(1));
    open();
    persist(tell(credit(1, 0)));
    assertThat(sent()).containsExactly(new EntityMessage.Acknowledge(BOBS, ALICES, 1, false));

    var credit = new Message.Credit(Rao.tao(1), Message.Credit.Reason.TRANSFER);
    persist(tell(new EntityMessage.Transmit(ALICES, CAROLS, 1, 0, 0, credit)));
    assertThat(sent()).containsExactly(new EntityMessage.Acknowledge(CAROLS, ALICES, 1, true));

    // and asks by itself only when so many more have said nothing
    tell(Internal.Check.INSTANCE);
    assertThat(sent(EntityMessage.AskSettled.class)).isEmpty();
    persist(tell(new EntityMessage.Transmit(ALICES, DAVES, 1, 0, 0, credit)));
    tell(Internal.Check.INSTANCE);
    assertThat(sent(EntityMessage.AskSettled.class)).hasSize(3);
  }

  @Test
  void aLaneBehindOneThatWasUsedAgainIsForgotten() {
    open();
    var credit = new Message.Credit(Rao.tao(1), Message.Credit.Reason.TRANSFER);
    persist(tell(credit(1, 0)));
    persist(tell(new EntityMessage.Transmit(ALICES, CAROLS, 1, 0, 0, credit)));
    tell(new EntityMessage.Settled(ALICES, BOBS, 1, 0));
    tell(new EntityMessage.Settled(ALICES, CAROLS, 1, 0));
    persist(tell(credit(2, 0)));

    height.reached(NETWORK.laneLifetime() + 1);
    persist(submit(transfer(Rao.tao(1))));
    assertThat(log.getLast().notes().forgotten()).containsExactly(CAROLS);
  }
}
