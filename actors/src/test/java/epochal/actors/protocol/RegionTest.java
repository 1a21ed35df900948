package epochal.actors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final EntityId ALICE = EntityId.account(new AccountId(1, 0, 0, 0));
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ShardingEnvelope<HostMessage>> shards = kit.createTestProbe();
  private final Region region = new Region(shards.getRef());

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static Function<ActorRef<EntityMessage.FactFound>, EntityMessage> question() {
    return replyTo -> new EntityMessage.AskFact(ALICE, new Query.Receivable(Rao.of(1)), 0, replyTo);
  }

  @Test
  void anEntityThatIsNotAwakeIsAskedThroughTheShards() {
    region.askShortly(ALICE, question(), LONG, kit.scheduler());
    var envelope = shards.receiveMessage();
    assertThat(envelope.entityId()).isEqualTo(ALICE.text());
    assertThat(envelope.message()).isInstanceOf(EntityMessage.AskFact.class);
  }

  @Test
  void anEntityThatIsAwakeIsAskedDirectly() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    region.arrives(ALICE, alice.getRef());
    region.askShortly(ALICE, question(), LONG, kit.scheduler());
    assertThat(alice.receiveMessage()).isInstanceOf(EntityMessage.AskFact.class);
    shards.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whoAsksAnActorThatIsGoneLearnsItAtOnceAndFindsTheEntityTheSureWay() {
    ActorRef<HostMessage> gone = kit.spawn(Behaviors.<HostMessage>empty());
    kit.stop(gone);
    region.arrives(ALICE, gone);

    // when it is asked, the answer does not wait for the ten minutes
    var asked = region.askShortly(ALICE, question(), LONG, kit.scheduler()).toCompletableFuture();
    assertThatThrownBy(() -> asked.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(TimeoutException.class);

    region.ask(question(), LONG, kit.scheduler());
    assertThat(shards.receiveMessage().entityId()).isEqualTo(ALICE.text());
  }

  @Test
  void nothingIsToldOnceItIsClosed() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    region.arrives(ALICE, alice.getRef());
    region.close();
    region.tellShortly(new EntityMessage.Acknowledge(ALICE, ALICE, 1));
    region.tell(new EntityMessage.Acknowledge(ALICE, ALICE, 1));
    alice.expectNoMessage(Duration.ZERO);
    shards.expectNoMessage(Duration.ZERO);
  }
}
