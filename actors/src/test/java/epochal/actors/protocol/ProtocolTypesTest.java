package epochal.actors.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.Account;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.kryo.KryoSerializable;
import epochal.persistence.record.CallCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may cross from one node to another does so whole. */
class ProtocolTypesTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final SigningKey KEY = SigningKey.development("//Alice");
  private static final EntityId ALICE = EntityId.account(KEY.accountId());
  private static final EntityId BOB = EntityId.account(SigningKey.development("//Bob").accountId());

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  static Stream<KryoSerializable> everything() {
    var asker = new Asker(KIT.<Answer>createTestProbe().ref(), 11);
    var facts = KIT.<EntityMessage.FactFound>createTestProbe().ref();
    var descriptions = KIT.<EntityMessage.Description>createTestProbe().ref();
    var call =
        CallCodec.sign(
            new AccountCommand.TransferAll(
                KEY.accountId(), new epochal.ledger.key.AccountId(1, 2, 3, 4), true),
            Hash256.ZERO,
            9,
            KEY);
    var credit = new Message.Credit(Rao.tao(1), Message.Credit.Reason.TRANSFER);
    return Stream.of(
        new EntityMessage.Submit(call, asker),
        new EntityMessage.Open(ALICE, new AccountCommand.Open(Rao.tao(1), List.of()), asker),
        new EntityMessage.Tick(7, asker),
        new EntityMessage.Wake(ALICE, 7),
        new EntityMessage.Transmit(ALICE, BOB, 3, 2, 7, credit),
        new EntityMessage.Acknowledge(ALICE, BOB, 3, true),
        new EntityMessage.AskSettled(ALICE, BOB, 3),
        new EntityMessage.Settled(ALICE, BOB, 3, 7),
        new EntityMessage.AskFact(ALICE, new Query.Receivable(Rao.tao(1)), 5, facts),
        new EntityMessage.FactFound(ALICE, new Sourced(new Fact.Admission(null), 4), 5),
        new EntityMessage.Describe(ALICE, descriptions),
        new EntityMessage.Description(Entity.initial(ALICE, new Account())),
        new Outcome.Accepted(3, 7),
        new Outcome.Rejected(Rejection.of(RejectionCode.FundsUnavailable, "No.").with("free", 3)),
        new Outcome.Busy("Later."),
        new Outcome.Failed("Again."),
        new Outcome.Unavailable("DiskFull", "Free some space."),
        asker,
        new Answer(11, new Outcome.Busy("Later.")));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void crossesWhole(KryoSerializable message) {
    var serialization = SerializationExtension.get(KIT.system());
    var serializer = serialization.findSerializerFor(message);
    byte[] bytes = serialization.serialize(message).get();
    assertThat(
            serialization
                .deserialize(bytes, serializer.identifier(), message.getClass().getSimpleName())
                .get())
        .isEqualTo(message);
  }

  @Test
  void everyTypeIsTried() {
    var tried = new ArrayList<Class<?>>();
    everything().forEach(message -> tried.add(message.getClass()));
    assertThat(tried).containsExactlyInAnyOrderElementsOf(new ProtocolTypes().types());
  }
}
