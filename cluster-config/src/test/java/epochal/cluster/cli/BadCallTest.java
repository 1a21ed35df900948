package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.actors.clock.Pace;
import epochal.actors.gateway.Node;
import epochal.actors.gateway.NodeSettings;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that a node must not obey, and one that it must obey once. */
class BadCallTest {
  private static final SigningKey ALICE = SigningKey.development("//Alice");
  private static final SigningKey BOB = SigningKey.development("//Bob");
  private static final SigningKey CHARLIE = SigningKey.development("//Charlie");
  private static final long HEIGHT = 12;

  @TempDir private static Path data;
  private static Genesis genesis;
  private static Node node;

  @BeforeAll
  static void start() {
    genesis = Genesis.shipped("dev");
    DataDirectory.prepare(data, genesis);
    node = Node.start(NodeSettings.of(data, new Aggregates(genesis.network())));
    get(node.open(genesis.openings()));
    get(node.clock().runTo(HEIGHT, Pace.fast()));
  }

  @AfterAll
  static void stop() {
    node.close();
    CommandLineRun.here("audit", "--data", data.toString(), "--json").succeeded();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static SignedCall transfer(long rao, Hash256 network, long validUntil, SigningKey key) {
    return CallCodec.sign(
        new AccountCommand.Transfer(BOB.accountId(), CHARLIE.accountId(), Rao.of(rao), true),
        network,
        validUntil,
        key);
  }

  private static Hash256 network() {
    return genesis.network().network();
  }

  private static long events() {
    return get(node.gateway().describe(EntityId.account(BOB.accountId()))).sequence();
  }

  private static void assertRefused(Outcome outcome, RejectionCode code, String advice) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              Rejection rejection = rejected.rejection();
              assertThat(rejection.code()).isEqualTo(code);
              assertThat(rejection.sentence()).contains(advice);
            });
  }

  @Test
  void aSignatureThatDoesNotFit() {
    long before = events();
    SignedCall call = transfer(1_001, network(), HEIGHT + 10, BOB);
    SignedCall changed = transfer(9_001, network(), HEIGHT + 10, BOB);
    assertRefused(
        get(node.gateway().submit(changed.signedBytes().values(), call.signer(), call.signature())),
        RejectionCode.BadProof,
        "sign exactly the bytes");
    assertRefused(
        get(
            node.gateway()
                .submit(
                    call.signedBytes().values(),
                    call.signer(),
                    Signature.of(new byte[Signature.LENGTH]))),
        RejectionCode.BadProof,
        "sign exactly the bytes");
    assertThat(events()).isEqualTo(before);
  }

  @Test
  void aCallForAnotherNetwork() {
    assertRefused(
        get(node.gateway().submit(transfer(1_002, new Hash256(1, 2, 3, 4), HEIGHT + 10, BOB))),
        RejectionCode.BadProof,
        "sign it again for this network");
  }

  @Test
  void aSignerWhoMayNot() {
    assertRefused(
        get(node.gateway().submit(transfer(1_003, network(), HEIGHT + 10, CHARLIE))),
        RejectionCode.BadSigner,
        "sign with the key that acts");
    // the sudo key may, and the log says who it was
    assertThat(get(node.gateway().submit(transfer(1_003, network(), HEIGHT + 10, ALICE))))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void aCallThatHasExpired() {
    long before = events();
    assertRefused(
        get(node.gateway().submit(transfer(1_004, network(), HEIGHT - 1, BOB))),
        RejectionCode.AncientBirthBlock,
        Long.toString(HEIGHT));
    assertThat(events()).isEqualTo(before);
  }

  @Test
  void bytesThatAreNoCall() {
    SignedCall call = transfer(1_005, network(), HEIGHT + 10, BOB);
    assertRefused(
        get(node.gateway().submit(new byte[] {1, 2, 3}, call.signer(), call.signature())),
        RejectionCode.BadRequest,
        "encode");
  }

  @Test
  void aReplayIsAnsweredAsTheFirstTime() {
    SignedCall call = transfer(1_006, network(), HEIGHT + 10, BOB);
    Outcome first = get(node.gateway().submit(call));
    assertThat(first).isInstanceOf(Outcome.Accepted.class);
    long after = events();

    for (int i = 0; i < 3; i++) {
      assertThat(get(node.gateway().submit(call))).isEqualTo(first);
    }
    assertThat(events()).isEqualTo(after);
  }
}
