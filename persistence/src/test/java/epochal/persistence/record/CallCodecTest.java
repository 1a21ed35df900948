package epochal.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand.Transfer;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.wire.AnyValue;
import epochal.persistence.wire.LedgerSchema;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CallCodecTest {
  private static final Hash256 NETWORK = new Hash256(1, 2, 3, 4);
  private static final SigningKey ALICE = SigningKey.development("//Alice");
  private static final SigningKey BOB = SigningKey.development("//Bob");
  private static final SigningKey SUDO = SigningKey.development("//Sudo");
  private static final NetworkParameters PARAMETERS = parameters(NETWORK, SUDO.accountId());
  private static final Call TRANSFER =
      new Transfer(ALICE.accountId(), BOB.accountId(), Rao.tao(5), false);

  @Provide
  Arbitrary<Call> calls() {
    return Arbitraries.of(List.copyOf(LedgerSchema.calls().values()))
        .flatMap(codec -> AnyValue.of(codec.type()).map(Call.class::cast));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatTheSudoKeySignsIsGenuineWhoeverActs(
      @ForAll("calls") Call call, @ForAll @LongRange(min = 0) long validUntil) {
    SignedCall signed = CallCodec.sign(call, NETWORK, validUntil, SUDO);

    var verdict = verify(signed.signedBytes().values(), SUDO.accountId(), signed.signature());

    assertThat(verdict).isEqualTo(new CallCodec.Genuine(signed));
    assertThat(signed.call()).isEqualTo(call);
    assertThat(signed.validUntil()).isEqualTo(validUntil);
    assertThat(signed.signedBytes().values())
        .isEqualTo(CallCodec.canonicalBytes(call, NETWORK, validUntil));
    assertThat(signed.id()).isEqualTo(Blake2b.hash256(signed.signedBytes().values()));
  }

  @Test
  void theActorMaySign() {
    SignedCall signed = CallCodec.sign(TRANSFER, NETWORK, 100, ALICE);

    assertThat(verify(signed.signedBytes().values(), ALICE.accountId(), signed.signature()))
        .isEqualTo(new CallCodec.Genuine(signed));
  }

  @Test
  void anotherMayNot() {
    SignedCall signed = CallCodec.sign(TRANSFER, NETWORK, 100, BOB);

    Rejection rejection =
        refusal(signed.signedBytes().values(), BOB.accountId(), signed.signature());

    assertThat(rejection.code()).isEqualTo(RejectionCode.BadSigner);
    assertThat(rejection.sentence())
        .isEqualTo(
            BOB.accountId()
                + " may not act for "
                + ALICE.accountId()
                + ": sign with the key that acts.");
  }

  @Test
  void aCallForAnotherNetworkIsNoProof() {
    SignedCall signed = CallCodec.sign(TRANSFER, Hash256.ZERO, 100, ALICE);

    Rejection rejection =
        refusal(signed.signedBytes().values(), ALICE.accountId(), signed.signature());

    assertThat(rejection.code()).isEqualTo(RejectionCode.BadProof);
    assertThat(rejection.sentence())
        .contains(Hash256.ZERO.hex())
        .contains(NETWORK.hex())
        .endsWith("sign it again for this network.");
  }

  @Test
  void aSignatureByAnotherKeyIsNoProof() {
    byte[] bytes = CallCodec.canonicalBytes(TRANSFER, NETWORK, 100);

    assertThat(refusal(bytes, ALICE.accountId(), BOB.sign(bytes)).code())
        .isEqualTo(RejectionCode.BadProof);
  }

  @Test
  void bytesThatAreNoCallAreABadRequest() {
    byte[] unknown =
        HexFormat.of().parseHex("0a20" + NETWORK.hex() + "1064" + "fa3f00"); // field 1023

    assertThat(refusal(new byte[0], ALICE.accountId(), ALICE.sign(new byte[0])).code())
        .isEqualTo(RejectionCode.BadRequest);
    Rejection rejection = refusal(unknown, ALICE.accountId(), ALICE.sign(unknown));
    assertThat(rejection.code()).isEqualTo(RejectionCode.BadRequest);
    assertThat(rejection.sentence()).contains("field 1023: this version knows no such call");
  }

  @Test
  void anotherEncodingOfTheSameCallIsABadRequest() {
    byte[] bytes = CallCodec.canonicalBytes(TRANSFER, NETWORK, 100);
    byte[] twice = Arrays.copyOf(bytes, bytes.length + 2);
    twice[bytes.length] = 0x10; // valid_until once more
    twice[bytes.length + 1] = 100;

    assertThat(refusal(twice, ALICE.accountId(), ALICE.sign(twice)).code())
        .isEqualTo(RejectionCode.BadRequest);
  }

  @Test
  void anyChangedByteIsRefused() {
    SignedCall signed = CallCodec.sign(TRANSFER, NETWORK, 100, ALICE);
    byte[] bytes = signed.signedBytes().values();
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThat(verify(damaged, ALICE.accountId(), signed.signature()))
            .isInstanceOf(CallCodec.Refused.class);
      }
    }
  }

  private static CallCodec.Verdict verify(byte[] bytes, AccountId signer, Signature signature) {
    return CallCodec.verify(bytes, signer, signature, PARAMETERS);
  }

  private static Rejection refusal(byte[] bytes, AccountId signer, Signature signature) {
    var verdict = verify(bytes, signer, signature);
    assertThat(verdict).isInstanceOf(CallCodec.Refused.class);
    return ((CallCodec.Refused) verdict).rejection();
  }

  /** Only the network and the sudo key matter here. */
  private static NetworkParameters parameters(Hash256 network, AccountId sudo) {
    var rao = Rao.of(1);
    return new NetworkParameters(
        network, sudo, 1, 1, 1, rao, 1, 1, 1, 1, rao, rao, 1, 1, 1, 1, 1, rao, 1, 1, 1, 1, 1, 1, 1,
        1, 1, false);
  }
}
