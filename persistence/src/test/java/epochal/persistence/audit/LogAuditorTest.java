package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Origin;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorEvent;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.epoch.EpochEvent;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LogAuditorTest extends ForgedLog {
  @Test
  void aTrueLogPassesAndIsRecomputedWhole() {
    AuditReport report = audit(log);

    assertThat(report.divergence()).isNull();
    assertThat(report.ok()).isTrue();
    assertThat(report.events()).isEqualTo(log.size());
    assertThat(report.blocks()).isEqualTo(35);
    assertThat(report.blocksRecomputed()).isEqualTo(35);
    assertThat(report.epochsRecomputed()).isEqualTo(count(EpochEvent.EpochHeld.class)).isPositive();
    assertThat(report.rootEpochsRecomputed())
        .isEqualTo(
            count(EmissionEvent.RootEpochHeld.class) + count(EmissionEvent.RootEpochSkipped.class))
        .isPositive();
    assertThat(report.supply().supplied()).isEqualTo(report.supply().held());
    assertThat(report.supply().locked().isMoreThan(Rao.ZERO)).isTrue();
    assertThat(report.signatures()).isZero();
    assertThat(log)
        .as("the history has money that miners and validators earned")
        .anyMatch(
            r -> r.event() instanceof ValidatorEvent.RewardPaid paid && !paid.server().isZero())
        .anyMatch(
            r ->
                r.event() instanceof ValidatorEvent.RewardPaid paid
                    && !paid.validator().isZero()
                    && paid.shares().size() == 2);
  }

  @Test
  void aTrueLogPassesOnTwoThreads() throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      var auditor = new LogAuditor(aggregates(), null, call -> null, executor);
      log.forEach(auditor::accept);
      AuditReport report = auditor.finish();
      assertThat(report.divergence()).isNull();
      assertThat(report.signatures()).isEqualTo(count(r -> r.origin() instanceof Origin.Signed));
      assertThat(report.stateHash()).isEqualTo(audit(log).stateHash());
    }
  }

  @Test
  void theSupplyIsKnownAtEveryBlock() {
    var auditor = new LogAuditor(aggregates());
    log.forEach(auditor::accept);

    Rao before = Rao.ZERO;
    for (long block = 0; block <= auditor.height(); block++) {
      Supply supply = auditor.supplyAt(block);
      assertThat(supply.supplied()).isEqualTo(supply.held());
      assertThat(supply.minted().isLessThan(before)).isFalse();
      before = supply.minted();
    }
    assertThat(auditor.supplyAt(0).minted()).isEqualTo(Rao.of(1_493_333_333_333L));
    assertThat(auditor.supplyAt(35)).isEqualTo(auditor.finish().supply());
  }

  @Test
  void aPrefixOfALogPasses() {
    for (int end = 0; end < log.size(); end++) {
      boolean whole = !(log.get(end).origin() instanceof Origin.Same);
      AuditReport report = audit(log.subList(0, end));
      assertThat(report.ok()).as("the first %s records", end).isEqualTo(whole);
    }
  }
}
