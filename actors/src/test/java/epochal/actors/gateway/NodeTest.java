package epochal.actors.gateway;

import static epochal.actors.gateway.TestNetwork.ALICE;
import static epochal.actors.gateway.TestNetwork.BOB;
import static epochal.actors.gateway.TestNetwork.account;
import static epochal.actors.gateway.TestNetwork.free;
import static epochal.actors.gateway.TestNetwork.get;
import static epochal.actors.gateway.TestNetwork.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.actors.clock.Pace;
import epochal.actors.host.EntityHost;
import epochal.actors.protocol.Answer;
import epochal.actors.protocol.Asker;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.genesis.GenesisException;
import epochal.persistence.log.DirectoryInUseException;
import epochal.persistence.log.DirectoryNetworkException;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.epoch.EpochEvent;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  @TempDir Path data;
  private Node node;
  private RecordWatch watch;
  private long genesisEnd;

  @BeforeEach
  void begin() throws Exception {
    node = Node.start(NodeSettings.of(data, TestNetwork.aggregates()));
    watch = new RecordWatch(node);
    get(node.open(TestNetwork.genesis()));
    settle();
    genesisEnd = node.log().durableEnd();
  }

  @AfterEach
  void end() {
    watch.close();
    node.close();
  }

  private Outcome submit(SignedCall call) throws Exception {
    return get(node.gateway().submit(call));
  }

  private static RejectionCode code(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    return ((Outcome.Rejected) outcome).rejection().code();
  }

  @Test
  void theGenesisOpensTheEmissionLastAndChangesNothingTheSecondTime() throws Exception {
    var opened = watch.await(8, durable -> durable.recorded().origin() instanceof Origin.Genesis);
    assertThat(opened.getLast().entity()).isEqualTo(EntityId.NETWORK_EMISSION);
    assertThat(get(node.open(TestNetwork.genesis()))).isEqualTo(8);
    assertThat(node.log().durableEnd()).isEqualTo(genesisEnd);
  }

  @Test
  void aTransferIsTwoEventsAndIsAcknowledged() throws Exception {
    Outcome outcome = submit(transfer(ALICE, BOB, Rao.tao(7), 50));

    assertThat(outcome).isEqualTo(new Outcome.Accepted(2, 0));
    var sent = watch.await(1, RecordWatch.event(AccountEvent.Transferred.class)).getFirst();
    var taken = watch.await(1, RecordWatch.event(AccountEvent.Credited.class)).getFirst();
    assertThat(sent.entity()).isEqualTo(account(ALICE));
    assertThat(taken.entity()).isEqualTo(account(BOB));
    assertThat(taken.offset()).isEqualTo(sent.offset() + 1);
    settle();
    assertThat(free(node, ALICE)).isEqualTo(Rao.tao(93));
    assertThat(free(node, BOB)).isEqualTo(Rao.tao(57));

    // the acknowledgement stands in the sender's next record
    submit(transfer(ALICE, BOB, Rao.tao(1), 50));
    var next = watch.await(2, RecordWatch.event(AccountEvent.Transferred.class)).getLast();
    assertThat(next.recorded().notes().acknowledged()).containsExactly(1L);
  }

  private void settle() throws InterruptedException {
    var settled = new CountDownLatch(1);
    node.settling().whenSettled(0, settled::countDown);
    assertThat(settled.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theSameCommandHasTheSameOutcomeEveryTime() throws Exception {
    get(node.clock().runTo(3, Pace.fast()));
    SignedCall call = transfer(ALICE, BOB, Rao.tao(7), 50);
    Outcome first = submit(call);
    get(node.clock().runTo(5, Pace.fast()));
    assertThat(submit(call)).isEqualTo(first).isEqualTo(new Outcome.Accepted(2, 3));
    assertThat(free(node, ALICE)).isEqualTo(Rao.tao(93));
  }

  @Test
  void whatCannotBeObeyedIsRejectedByCode() throws Exception {
    assertThat(code(submit(transfer(ALICE, BOB, Rao.tao(500), 50))))
        .isEqualTo(RejectionCode.FundsUnavailable);
    assertThat(code(submit(transfer(ALICE, BOB, Rao.tao(1), 5_000))))
        .isEqualTo(RejectionCode.BadRequest);

    var elsewhere = new Hash256(9, 9, 9, 9);
    var call = new AccountCommand.Transfer(ALICE.accountId(), BOB.accountId(), Rao.tao(1), true);
    assertThat(code(submit(CallCodec.sign(call, elsewhere, 50, ALICE))))
        .isEqualTo(RejectionCode.BadProof);
    assertThat(code(submit(TestNetwork.signed(call, BOB, 50)))).isEqualTo(RejectionCode.BadSigner);

    byte[] bytes = CallCodec.canonicalBytes(call, TestNetwork.PARAMETERS.network(), 50);
    var forged = BOB.sign(bytes);
    assertThat(code(get(node.gateway().submit(bytes, ALICE.accountId(), forged))))
        .isEqualTo(RejectionCode.BadProof);
    assertThat(code(get(node.gateway().submit(new byte[] {1, 2}, ALICE.accountId(), forged))))
        .isEqualTo(RejectionCode.BadRequest);

    get(node.clock().runTo(2, Pace.fast()));
    assertThat(code(submit(transfer(ALICE, BOB, Rao.tao(1), 1))))
        .isEqualTo(RejectionCode.AncientBirthBlock);
    assertThat(free(node, ALICE)).isEqualTo(Rao.tao(100));
  }

  @Test
  void commandsForOneAccountAreWrittenManyAtATime() throws Exception {
    int count = 3_000;
    long batches = node.log().statistics().batches();
    List<CompletionStage<Outcome>> outcomes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      outcomes.add(node.gateway().submitVerified(transfer(ALICE, BOB, Rao.of(10_000 + i), 50)));
    }
    for (var outcome : outcomes) {
      assertThat(get(outcome)).isInstanceOf(Outcome.Accepted.class);
    }
    settle();
    assertThat(node.log().statistics().batches() - batches).isLessThan(count);
    long sent = 10_000L * count + (long) count * (count + 1) / 2;
    assertThat(free(node, BOB)).isEqualTo(Rao.tao(50).plus(Rao.of(sent)));
  }

  @Test
  void anEntityRefusesWhatTheShardingDeliversWrongly() throws Exception {
    var stray = transfer(ALICE, BOB, Rao.tao(1), 50);
    var wrong =
        ClusterSharding.get(node.system()).entityRefFor(EntityHost.KEY, account(BOB).text());
    CompletionStage<Answer> answer =
        wrong.ask(
            (ActorRef<Answer> replyTo) -> new EntityMessage.Submit(stray, new Asker(replyTo, 7)),
            Duration.ofSeconds(30));
    assertThat(get(answer).ticket()).isEqualTo(7);
    assertThat(get(answer).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(node.log().durableEnd()).isEqualTo(genesisEnd);
  }

  @Test
  void epochsAreHeldAtTheBlockTheyAreDueAndPaidAtTheNext() throws Exception {
    assertThat(get(node.clock().runTo(40, Pace.fast()))).isEqualTo(40);
    var held = watch.await(8, RecordWatch.event(EpochEvent.EpochHeld.class));
    var paid = watch.await(7, RecordWatch.event(EpochEvent.EpochPaid.class));
    for (int i = 0; i < 7; i++) {
      long due = ((EpochEvent.EpochHeld) held.get(i).recorded().event()).dueBlock();
      assertThat(held.get(i).recorded().block()).isEqualTo(due);
      assertThat(paid.get(i).recorded().block()).isEqualTo(due + 1);
    }
    assertThat(get(node.clock().pause())).isEqualTo(40);
    assertThat(node.height().height()).isEqualTo(40);
  }

  @Test
  void blocksFollowAtAnInterval() throws Exception {
    long begun = System.nanoTime();
    assertThat(get(node.clock().runTo(5, Pace.every(Duration.ofMillis(20))))).isEqualTo(5);
    assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(60).toNanos());
  }

  @Test
  void anEntityIsAskedWithoutBeingChanged() throws Exception {
    var answer =
        get(node.gateway().query(EntityId.validator(TestNetwork.VALIDATOR), new Query.Standing()));
    assertThat(answer.sequence()).isEqualTo(1);
    assertThat(answer.fact())
        .isInstanceOfSatisfying(
            Fact.ValidatorStanding.class,
            standing -> assertThat(standing.owner()).isEqualTo(ALICE.accountId()));
  }

  @Test
  void aDirectoryIsOfOneProcessAndOneNetwork() {
    assertThatThrownBy(() -> Node.start(NodeSettings.of(data, TestNetwork.aggregates())))
        .isInstanceOf(DirectoryInUseException.class);
    node.close();
    var p = TestNetwork.PARAMETERS;
    var other =
        new NetworkParameters(
            new Hash256(5, 6, 7, 8),
            null,
            p.blockMillis(),
            p.commandLifetime(),
            p.laneLifetime(),
            p.existentialDeposit(),
            p.txRateLimit(),
            p.takeRateLimit(),
            p.minTake(),
            p.maxTake(),
            p.nominatorMinimum(),
            p.weightsMinimumStake(),
            p.stakeInterval(),
            p.stakesPerInterval(),
            p.subnetLimit(),
            p.networkImmunity(),
            p.networkRateLimit(),
            p.minLock(),
            p.lockReductionInterval(),
            p.ownerCut(),
            p.rootSeats(),
            p.rootTempo(),
            p.rootRho(),
            p.rootKappa(),
            p.rootWeightsRateLimit(),
            p.rootAdjustmentInterval(),
            p.rootRegistrationsPerInterval(),
            false);
    assertThatThrownBy(() -> Node.start(NodeSettings.of(data, new Aggregates(other))))
        .isInstanceOf(DirectoryNetworkException.class);
  }

  @Test
  void aDirectoryWithoutItsGenesisIsLeftAsItIs(@TempDir Path other) {
    assertThatThrownBy(() -> Node.start(NodeSettings.of(other, TestNetwork.PARAMETERS.network())))
        .isInstanceOf(GenesisException.class)
        .hasMessageContaining(other.toString());
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void theFeedGoesOnFromAnOffsetAndEndsWithItsConsumer() throws Exception {
    var seen = new ArrayList<Long>();
    var enough = new CountDownLatch(1);
    var subscription =
        node.records()
            .subscribe(
                3,
                durable -> {
                  seen.add(durable.offset());
                  if (durable.offset() == 6) {
                    enough.countDown();
                    throw new IllegalStateException("planted: the consumer fails");
                  }
                });
    assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> get(subscription.ended())).hasMessageContaining("planted");
    assertThat(seen).containsExactly(3L, 4L, 5L, 6L);
    assertThat(subscription.next()).as("what failed was not told").isEqualTo(6);
  }

  @Test
  void aSubscriberThatIsSlowHoldsNobodyAndIsToldEverythingLater() throws Exception {
    var held = new CountDownLatch(1);
    var told = new ArrayList<Long>();
    long from = node.records().end();
    try (var slow =
        node.records()
            .subscribe(
                durable -> {
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  told.add(durable.offset());
                })) {
      get(node.clock().runTo(30, Pace.fast()));
      watch.await(1, durable -> durable.recorded().block() == 30);
      assertThat(slow.next()).isEqualTo(from);
      assertThat(told).isEmpty();

      long end = node.records().end();
      assertThat(end).isGreaterThan(from + 30);
      held.countDown();
      awaitNext(slow, end);
    }
    assertThat(told).startsWith(from).isSorted().doesNotHaveDuplicates();
  }

  private static void awaitNext(Records.Subscription subscription, long offset) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (subscription.next() < offset) {
      assertThat(System.nanoTime()).as("told up to %d", subscription.next()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aSubscriptionThatIsClosedTellsOfNothingMore() throws Exception {
    var told = new ArrayList<Long>();
    var subscription = node.records().subscribe(0, durable -> told.add(durable.offset()));
    awaitNext(subscription, genesisEnd);
    subscription.close();
    int before = told.size();
    get(node.clock().runTo(3, Pace.fast()));
    assertThat(told).hasSize(before);
    assertThat(get(subscription.ended())).isEqualTo(subscription.next()).isEqualTo(genesisEnd);
  }

  @Test
  void aConsumerMayEndItsOwnSubscriptionAndTheNodeEndsAll() throws Exception {
    var own = new CompletableFuture<Records.Subscription>();
    var subscription = node.records().subscribe(0, durable -> own.join().close());
    own.complete(subscription);
    assertThat(get(subscription.ended())).isEqualTo(1);

    var idle = node.records().subscribe(durable -> {});
    long end = node.records().end();
    node.close();
    assertThat(get(idle.ended())).isGreaterThanOrEqualTo(end);
    idle.close();
  }

  @Test
  void theLogsMetersAreInTheGlobalRegistryWhileTheNodeRuns() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      var ofThisNode = registry.find("epochal.log.force").tag("directory", data.toString());
      assertThat(ofThisNode.timer()).isNotNull();
      node.close();
      assertThat(registry.find("epochal.log.force").tag("directory", data.toString()).timer())
          .isNull();
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }
}
