package epochal.cluster.bench;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.persistence.audit.AuditReport;
import epochal.persistence.audit.LogAudit;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.LogScan;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.LedgerSchema;
import java.nio.file.Path;

/**
 * Whether the log that a measurement left behind bears it out. It is proved from the files alone,
 * as anyone can: the whole audit must hold, which takes every message exactly once and balances all
 * money at every block; nothing may be left in flight; and the log must hold exactly as many
 * transfers, sent and received, as the client has counted.
 */
public final class ConservationCheck {
  private static final String SENT =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Transferred(new AccountId(0, 0, 0, 0), Rao.of(1), Rao.ZERO));
  private static final String RECEIVED =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Credited(Rao.of(1), Message.Credit.Reason.TRANSFER));

  /**
   * What was found.
   *
   * @param transfers that the log holds whole; 0 if that was not looked at any more
   * @param sentence what does not hold; that all does, if {@code holds}
   */
  public record Verdict(boolean holds, long transfers, String sentence, LogAudit.Outcome audit) {}

  private final Path data;
  private final Hash256 network;
  private final LogAudit.Progress progress;

  /**
   * A check of a data directory that no node is running on.
   *
   * @param network the hash of its genesis
   */
  public ConservationCheck(Path data, Hash256 network, LogAudit.Progress progress) {
    this.data = data;
    this.network = network;
    this.progress = progress;
  }

  /**
   * Checks the whole log, and counts its transfers from an offset on.
   *
   * @param from the offset at which the measurement began
   * @param transfers that the client has counted
   */
  public Verdict check(long from, long transfers) {
    LogAudit.Outcome audit = LogAudit.of(Genesis.ofDirectory(data, network), progress).audit(data);
    AuditReport report = audit.report();
    if (report.divergence() != null) {
      return new Verdict(false, 0, "the audit diverged: " + report.divergence(), audit);
    }
    if (audit.damage() != null) {
      return new Verdict(false, 0, "the log is damaged: " + audit.damage().sentence(), audit);
    }
    if (!report.supply().supplied().equals(report.supply().held())) {
      return new Verdict(false, 0, "what is held is not what was minted", audit);
    }
    if (!report.supply().inFlight().isZero()) {
      return new Verdict(false, 0, report.supply().inFlight() + " are still in flight", audit);
    }
    return counted(from, transfers, audit);
  }

  private Verdict counted(long from, long transfers, LogAudit.Outcome audit) {
    long sent = 0;
    long received = 0;
    try (LogScan scan = LogScan.scan(data)) {
      if (!scan.cleanlyClosed()) {
        return new Verdict(false, 0, "the log was not closed in order", audit);
      }
      for (var at = scan.next(); at != null; at = scan.next()) {
        if (at.entry().offset() >= from
            && at.entry().serializerId() == StoredRecord.SERIALIZER_ID) {
          String schema = RecordCodec.schemaOf(at.entry().payload());
          sent += schema.equals(SENT) ? 1 : 0;
          received += schema.equals(RECEIVED) ? 1 : 0;
        }
      }
    }
    return sent == transfers && received == transfers
        ? new Verdict(true, received, "all money is there, and every transfer arrived once", audit)
        : new Verdict(
            false,
            Math.min(sent, received),
            "the client counted %,d transfers, and the log holds %,d sent and %,d received"
                .formatted(transfers, sent, received),
            audit);
  }
}
