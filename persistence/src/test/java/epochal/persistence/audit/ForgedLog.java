package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.ALICE;
import static epochal.persistence.audit.TinyNetwork.BOB;
import static epochal.persistence.audit.TinyNetwork.CAROL;
import static epochal.persistence.audit.TinyNetwork.NEWCOMER;
import static epochal.persistence.audit.TinyNetwork.SUBNET;
import static epochal.persistence.audit.TinyNetwork.VALIDATOR;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.subnets.Aggregates;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/**
 * A true log, written by {@link TinyNetwork}, and ways to forge it: the audit must stop exactly
 * where it was forged, and name the field.
 */
abstract class ForgedLog {
  static final EntityId EPOCHS = EntityId.emission(SUBNET);
  static List<Recorded<?>> log = List.of();

  /**
   * Transfers, of which one ends its account, stake, a registration, weights, votes, blocks,
   * epochs, and two new subnets, of which one takes the place of the first.
   */
  @BeforeAll
  static void writeALog() {
    TinyNetwork network = TinyNetwork.begun();
    network.call(new AccountCommand.Transfer(BOB, ALICE, Rao.tao(3), true));
    network.call(new AccountCommand.AddStake(ALICE, VALIDATOR, Rao.tao(7)));
    network.call(new AccountCommand.BurnedRegister(ALICE, SUBNET, NEWCOMER, Rao.tao(2)));
    network.blocks(9);
    network.call(
        new SubnetCommand.SetWeights(
            VALIDATOR, SUBNET, IntVector.of(1, 2), IntVector.of(300, 100), 0));
    network.call(
        new RootCommand.SetRootWeights(ALICE, VALIDATOR, IntVector.of(1), IntVector.of(9), 0));
    network.blocks(11);
    network.call(new AccountCommand.RemoveStake(BOB, VALIDATOR, Rao.tao(100)));
    network.call(new AccountCommand.RegisterNetwork(ALICE, null));
    network.call(
        new AccountCommand.Transfer(
            CAROL,
            ALICE,
            ((AccountState) network.entity(EntityId.account(CAROL)).state())
                .free()
                .minus(Rao.of(123)),
            false));
    network.blocks(10);
    network.call(new AccountCommand.RegisterNetwork(BOB, null));
    network.blocks(5);
    log = List.copyOf(network.log);
  }

  static <T> void tampered(Class<T> type, UnaryOperator<T> tamper, String field) {
    tampered(type, event -> true, tamper, field);
  }

  /** Changes one event of the log; exactly there, in that field, the audit must stop. */
  static <T> void tampered(
      Class<T> type, Predicate<T> which, UnaryOperator<T> tamper, String field) {
    int at = find(r -> type.isInstance(r.event()) && which.test(type.cast(r.event())));
    Recorded<?> record = log.get(at);
    expectAt(at, with(record, tamper.apply(type.cast(record.event()))), field);
  }

  static void expectAt(int at, Recorded<?> changed, String field) {
    var forged = new ArrayList<>(log);
    forged.set(at, changed);
    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::block, Divergence::field)
        .containsExactly(changed.entity(), changed.sequence(), changed.block(), field);
  }

  static Divergence divergence(List<? extends Recorded<?>> records) {
    return audit(records).divergence();
  }

  /** Record by record; and in windows, which must find the same, but for where it begins. */
  static AuditReport audit(List<? extends Recorded<?>> records) {
    var auditor = new LogAuditor(aggregates());
    records.forEach(auditor::accept);
    AuditReport report = auditor.finish();
    for (int size : new int[] {2, 5, records.size() + 1}) {
      AuditReport other = auditInWindows(records, size, null, AuthorityCheck.NONE);
      assertThat(other.ok())
          .as("in windows of %s: %s", size, other.divergence())
          .isEqualTo(report.ok());
      if (report.ok()) {
        assertThat(other).isEqualTo(report);
      }
    }
    return report;
  }

  /** As a log is audited on two threads. */
  static AuditReport auditInWindows(
      List<? extends Recorded<?>> records,
      int size,
      @Nullable SortedMap<EntityId, ?> openings,
      AuthorityCheck authority) {
    try (var workers = new AuditWorkers(2)) {
      var auditor = new LogAuditor(aggregates(), openings, authority, Runnable::run, workers);
      for (int from = 0; from < records.size(); from += size) {
        int to = Math.min(from + size, records.size());
        auditor.accept(Window.of(auditor.streams(), records.subList(from, to)));
      }
      return auditor.finish();
    }
  }

  static Aggregates aggregates() {
    return new Aggregates(TinyNetwork.PARAMETERS);
  }

  static int find(Predicate<Recorded<?>> which) {
    for (int i = 0; i < log.size(); i++) {
      if (which.test(log.get(i))) {
        return i;
      }
    }
    throw new AssertionError("the log has no such record");
  }

  static int findLast(Predicate<Recorded<?>> which) {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (which.test(log.get(i))) {
        return i;
      }
    }
    throw new AssertionError("the log has no such record");
  }

  static long count(Predicate<Recorded<?>> which) {
    return log.stream().filter(which).count();
  }

  static long count(Class<?> event) {
    return count(r -> event.isInstance(r.event()));
  }

  static Recorded<?> with(Recorded<?> record, Object event) {
    return new Recorded<>(
        record.entity(),
        record.sequence(),
        record.block(),
        record.wallMillis(),
        record.origin(),
        record.notes(),
        event);
  }

  static Recorded<?> at(Recorded<?> record, long block) {
    return new Recorded<Object>(
        record.entity(),
        record.sequence(),
        block,
        record.wallMillis(),
        record.origin(),
        record.notes(),
        record.event());
  }

  static Recorded<?> noted(Recorded<?> record, LaneNotes notes) {
    return new Recorded<Object>(
        record.entity(),
        record.sequence(),
        record.block(),
        record.wallMillis(),
        record.origin(),
        notes,
        record.event());
  }
}
