package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.ALICE;
import static epochal.persistence.audit.TinyNetwork.SUDO;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A log that did not begin as its genesis says. */
class ForgedGenesisTest extends ForgedLog {
  private static final EntityId ACCOUNT = EntityId.account(ALICE);

  @Test
  void aLogOfThisGenesisPasses() {
    assertThat(auditWith(TinyNetwork.openings()).divergence()).isNull();
  }

  @Test
  void anAccountThatBeganWithOtherMoney() {
    var openings = TinyNetwork.openings();
    openings.put(ACCOUNT, new AccountCommand.Open(Rao.tao(99), List.of()));
    assertThat(auditWith(openings).divergence())
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(ACCOUNT, 1L, "event.free");
  }

  @Test
  void anAccountThatTheGenesisDoesNotHave() {
    var openings = TinyNetwork.openings();
    openings.remove(ACCOUNT);
    assertThat(auditWith(openings).divergence())
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(ACCOUNT, 1L, "origin");
  }

  @Test
  void anAccountThatIsMissing() {
    var openings = TinyNetwork.openings();
    openings.put(EntityId.account(SUDO), new AccountCommand.Open(Rao.tao(1), List.of()));
    assertThat(auditWith(openings).divergence())
        .extracting(Divergence::entity, Divergence::field)
        .containsExactly(EntityId.NETWORK_EMISSION, "event");
  }

  private static AuditReport auditWith(SortedMap<EntityId, Object> openings) {
    var auditor = new LogAuditor(aggregates(), openings, AuthorityCheck.NONE, Runnable::run);
    log.forEach(auditor::accept);
    return auditor.finish();
  }
}
