package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.ALICE;
import static epochal.persistence.audit.TinyNetwork.BOB;
import static epochal.persistence.audit.TinyNetwork.CAROL;
import static epochal.persistence.audit.TinyNetwork.SUDO;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.subnets.root.RootEvent;
import epochal.subnets.subnet.SubnetEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Things that nobody with the authority asked for. */
class ForgedAuthorityTest extends ForgedLog {
  private final int at = find(r -> r.event() instanceof AccountEvent.Transferred);
  private final SignedCall call = ((Origin.Signed) log.get(at).origin()).call();

  @Test
  void aCallToAnotherEntity() {
    expectAt(
        at,
        caused(
            new SignedCall(
                new AccountCommand.Transfer(ALICE, BOB, Rao.of(1), true),
                call.validUntil(),
                ALICE,
                call.id(),
                call.signedBytes(),
                call.signature())),
        "origin.call.target");
  }

  @Test
  void aCallByAStranger() {
    expectAt(at, caused(signedBy(CAROL, call.validUntil())), "origin.signer");
  }

  @Test
  void aCallBySudoIsFine() {
    var changed = new ArrayList<>(log);
    changed.set(at, caused(signedBy(SUDO, call.validUntil())));
    assertThat(divergence(changed)).isNull();
  }

  @Test
  void aCallThatHadExpired() {
    expectAt(at, caused(signedBy(call.signer(), -1)), "origin.validUntil");
  }

  @Test
  void aCallThatIsValidTooLong() {
    expectAt(at, caused(signedBy(call.signer(), 1_000)), "origin.validUntil");
  }

  @Test
  void aCallThatIsObeyedTwice() {
    Recorded<?> record = log.get(at);
    var forged = new ArrayList<>(log.subList(0, at + 1));
    forged.add(
        new Recorded<>(
            record.entity(),
            record.sequence() + 1,
            record.block(),
            0,
            record.origin(),
            LaneNotes.NONE,
            record.event()));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(record.entity(), record.sequence() + 1, "origin.id");
  }

  @Test
  void bytesThatDoNotBearTheCallOut() {
    var auditor =
        new LogAuditor(
            aggregates(),
            null,
            signed ->
                signed.id().equals(call.id())
                    ? new AuthorityCheck.Fault("signature", "one", "none", "it does not fit")
                    : null,
            Runnable::run);
    log.forEach(auditor::accept);

    assertThat(auditor.divergence())
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(log.get(at).entity(), log.get(at).sequence(), "origin.signature");
  }

  @Test
  void weightsThatWereNotSigned() {
    tampered(
        SubnetEvent.WeightsSet.class,
        e ->
            new SubnetEvent.WeightsSet(
                e.uid(), new WeightRow(e.row().targets(), IntVector.of(65_535, 65_535))),
        "event.row.values[1]");
  }

  @Test
  void aVoteThatWasNotSigned() {
    tampered(
        RootEvent.RootWeightsSet.class,
        e -> new RootEvent.RootWeightsSet(e.uid(), WeightRow.EMPTY),
        "event.row.targets.size");
  }

  @Test
  void aSecondGenesis() {
    Recorded<?> record = log.get(at);
    expectAt(
        at,
        new Recorded<Object>(
            record.entity(),
            record.sequence(),
            record.block(),
            0,
            Origin.GENESIS,
            record.notes(),
            new AccountEvent.AccountOpened(Rao.tao(1), List.of())),
        "origin");
  }

  @Test
  void somethingThatNobodyCaused() {
    Recorded<?> record = log.get(at);
    expectAt(
        at,
        new Recorded<Object>(
            record.entity(),
            record.sequence(),
            record.block(),
            0,
            Origin.CLOCK,
            record.notes(),
            record.event()),
        "event");
  }

  private SignedCall signedBy(AccountId signer, long validUntil) {
    return new SignedCall(
        call.call(), validUntil, signer, call.id(), call.signedBytes(), call.signature());
  }

  private Recorded<?> caused(SignedCall by) {
    Recorded<?> record = log.get(at);
    return new Recorded<Object>(
        record.entity(),
        record.sequence(),
        record.block(),
        0,
        new Origin.Signed(by),
        record.notes(),
        record.event());
  }
}
