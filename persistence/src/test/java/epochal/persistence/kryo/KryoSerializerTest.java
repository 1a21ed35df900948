package epochal.persistence.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.RecentCalls;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Lanes;
import epochal.ledger.money.Rao;
import java.io.NotSerializableException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KryoSerializerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Serialization SERIALIZATION =
      SerializationExtension.get(Adapter.toClassic(KIT.system()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void pekkoFindsItForWhatIsMarked() throws Exception {
    assertThat(SERIALIZATION.serializerFor(Snapshot.class)).isInstanceOf(KryoSerializer.class);
    assertThat(SERIALIZATION.serializerFor(TestTypes.Question.class))
        .isInstanceOf(KryoSerializer.class);
  }

  @Test
  void aSnapshotGoesThereAndBack() throws Exception {
    var snapshot =
        new Snapshot(
            new Entity<>(
                EntityId.account(new AccountId(1, 2, 3, 4)),
                7,
                9,
                Rao.of(5),
                Lanes.EMPTY,
                RecentCalls.NONE),
            Hash256.ZERO);
    var serializer = (KryoSerializer) SERIALIZATION.serializerFor(Snapshot.class);

    byte[] bytes = serializer.toBinary(snapshot);

    assertThat(serializer.manifest(snapshot)).isEqualTo("Snapshot");
    assertThat(serializer.fromBinary(bytes, "Snapshot")).isEqualTo(snapshot);
  }

  @Test
  void aReferenceToAnActorStillReachesIt() throws Exception {
    TestProbe<String> probe = KIT.createTestProbe(String.class);
    var serializer = (KryoSerializer) SERIALIZATION.serializerFor(TestTypes.Question.class);
    byte[] bytes = serializer.toBinary(new TestTypes.Question("well?", probe.getRef()));

    var question = (TestTypes.Question) serializer.fromBinary(bytes, "Question");
    question.replyTo().tell("well");

    assertThat(question.text()).isEqualTo("well?");
    probe.expectMessage("well");
  }

  @Test
  void damagedBytesAreAnErrorThatPekkoKnows() throws Exception {
    var serializer = (KryoSerializer) SERIALIZATION.serializerFor(Snapshot.class);

    assertThatThrownBy(() -> serializer.fromBinary(new byte[40], "Snapshot"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage("Snapshot: the checksum does not fit: the bytes are damaged");
  }
}
