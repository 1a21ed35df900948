package epochal.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand.Transfer;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.key.Signature;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.genesis.Genesis;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Only where the genesis says so is a call obeyed that nobody has signed. */
class UnsignedNetworkTest {
  private static final SigningKey ALICE = SigningKey.development("//Alice");
  private static final SigningKey BOB = SigningKey.development("//Bob");
  private static final Transfer TRANSFER =
      new Transfer(ALICE.accountId(), BOB.accountId(), Rao.tao(5), true);

  private static NetworkParameters network(String parameters) {
    String document =
        """
        {"format": "epochal-genesis/1", "name": "unsigned", "parameters": {%s},
         "balances": {}, "hotkeys": {}, "subnets": [], "root": []}
        """;
    return Genesis.of(document.formatted(parameters).getBytes(StandardCharsets.UTF_8)).network();
  }

  private static CallCodec.Verdict verify(
      NetworkParameters network, SigningKey signer, Signature signature) {
    byte[] bytes = CallCodec.canonicalBytes(TRANSFER, network.network(), 10);
    return CallCodec.verify(bytes, signer.accountId(), signature, network);
  }

  private static RejectionCode code(CallCodec.Verdict verdict) {
    assertThat(verdict).isInstanceOf(CallCodec.Refused.class);
    return ((CallCodec.Refused) verdict).rejection().code();
  }

  @Test
  void aNetworkHasSignaturesUnlessItsGenesisSaysOtherwise() {
    for (String parameters : new String[] {"", "\"unsigned\": false"}) {
      NetworkParameters network = network(parameters);
      assertThat(network.unsigned()).isFalse();
      assertThat(code(verify(network, ALICE, Signature.NONE))).isEqualTo(RejectionCode.BadProof);
    }
  }

  @Test
  void withoutSignaturesOnlyZeroStandsForOne() {
    NetworkParameters network = network("\"unsigned\": true");
    assertThat(network.unsigned()).isTrue();

    assertThat(verify(network, ALICE, Signature.NONE)).isInstanceOf(CallCodec.Genuine.class);
    byte[] bytes = CallCodec.canonicalBytes(TRANSFER, network.network(), 10);
    assertThat(code(verify(network, ALICE, ALICE.sign(bytes)))).isEqualTo(RejectionCode.BadProof);
  }

  @Test
  void theSignerMustStillBeTheActorAndTheNetworkTheSame() {
    NetworkParameters network = network("\"unsigned\": true");
    assertThat(code(verify(network, BOB, Signature.NONE))).isEqualTo(RejectionCode.BadSigner);

    byte[] elsewhere =
        CallCodec.canonicalBytes(TRANSFER, network("\"unsigned\":true").network(), 10);
    assertThat(code(CallCodec.verify(elsewhere, ALICE.accountId(), Signature.NONE, network)))
        .isEqualTo(RejectionCode.BadProof);
  }
}
