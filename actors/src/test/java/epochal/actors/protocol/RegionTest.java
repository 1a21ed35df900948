package epochal.actors.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final EntityId ALICE = EntityId.account(new AccountId(1, 0, 0, 0));

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ShardingEnvelope<HostMessage>> shards = kit.createTestProbe();
  private final Region region = new Region(shards.getRef());

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void anEntityThatIsNotAwakeIsToldThroughTheShards() {
    region.tellShortly(acknowledgement(1));
    var envelope = shards.receiveMessage();
    assertThat(envelope.entityId()).isEqualTo(ALICE.text());
    assertThat(envelope.message()).isEqualTo(acknowledgement(1));
  }

  @Test
  void anEntityThatIsAwakeIsToldDirectlyUntilItLeaves() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    region.arrives(ALICE, alice.getRef());
    region.tellShortly(acknowledgement(1));
    assertThat(alice.receiveMessage()).isEqualTo(acknowledgement(1));
    shards.expectNoMessage(Duration.ZERO);

    region.leaves(ALICE, alice.getRef());
    region.tellShortly(acknowledgement(2));
    assertThat(shards.receiveMessage().message()).isEqualTo(acknowledgement(2));
    alice.expectNoMessage(Duration.ZERO);
  }

  @Test
  void nothingIsToldOnceItIsClosed() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    region.arrives(ALICE, alice.getRef());
    region.close();
    region.tellShortly(new EntityMessage.Acknowledge(ALICE, ALICE, 1, false));
    region.tell(new EntityMessage.Acknowledge(ALICE, ALICE, 1, false));
    alice.expectNoMessage(Duration.ZERO);
    shards.expectNoMessage(Duration.ZERO);
  }

  private static EntityMessage acknowledgement(long number) {
    return new EntityMessage.Acknowledge(ALICE, ALICE, number, false);
  }

  @Test
  void whatHasTimeLiesWhereTheEntityFindsItAndGoesThroughTheShardsIfItSleeps() {
    region.tellIdly(acknowledgement(1));
    assertThat(shards.receiveMessage().message()).isEqualTo(acknowledgement(1));

    TestProbe<HostMessage> alice = kit.createTestProbe();
    IdleMail mail = region.arrives(ALICE, alice.getRef());
    region.tellIdly(acknowledgement(2));
    region.tellIdly(acknowledgement(3));
    alice.expectNoMessage(Duration.ZERO);
    assertThat(taken(mail)).containsExactly(acknowledgement(2), acknowledgement(3));
    assertThat(taken(mail)).isEmpty();
    shards.expectNoMessage(Duration.ZERO);
  }

  @Test
  void nothingIsLeftLyingWhileAnybodyIsInAHurry() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    IdleMail mail = region.arrives(ALICE, alice.getRef());
    region.tellIdly(acknowledgement(1));
    region.hurry();
    assertThat(alice.receiveMessage()).isEqualTo(acknowledgement(1));
    region.hurry();
    region.relax();
    region.tellIdly(acknowledgement(2));
    assertThat(alice.receiveMessage()).isEqualTo(acknowledgement(2));

    region.relax();
    region.tellIdly(acknowledgement(3));
    alice.expectNoMessage(Duration.ZERO);
    assertThat(taken(mail)).containsExactly(acknowledgement(3));
  }

  @Test
  void whoExpectsMailIsTold() {
    TestProbe<HostMessage> alice = kit.createTestProbe();
    IdleMail mail = region.arrives(ALICE, alice.getRef());
    mail.expect(true);
    region.tellIdly(acknowledgement(1));
    assertThat(alice.receiveMessage()).isEqualTo(acknowledgement(1));
    mail.expect(false);
    region.tellIdly(acknowledgement(2));
    alice.expectNoMessage(Duration.ZERO);
  }

  private static List<EntityMessage> taken(IdleMail mail) {
    List<EntityMessage> messages = new ArrayList<>();
    mail.take(messages::add);
    return messages;
  }

  @Test
  void ofWhatManyPutInNothingIsLostAndNothingIsTakenTwice() throws Exception {
    var mail = new IdleMail();
    int each = 20_000;
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      int first = writer * each;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      mail.add(acknowledgement(first + i));
                    }
                  }));
    }
    List<EntityMessage> all = new ArrayList<>();
    while (writers.stream().anyMatch(Thread::isAlive)) {
      mail.take(all::add);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    mail.take(all::add);

    assertThat(all).hasSize(3 * each).doesNotHaveDuplicates();
    var last = new long[3];
    for (EntityMessage message : all) {
      long number = ((EntityMessage.Acknowledge) message).number();
      int writer = (int) (number / each);
      assertThat(number).as("in the order of each writer").isGreaterThanOrEqualTo(last[writer]);
      last[writer] = number;
    }
  }
}
