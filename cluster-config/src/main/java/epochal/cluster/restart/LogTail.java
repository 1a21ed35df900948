package epochal.cluster.restart;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import epochal.persistence.log.StoredEntry;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.LedgerSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a directory on which no node is running, looked at again and again without changing
 * it. Every look verifies the whole log, and that it goes on from where the last one ended: what
 * was there then is there now, byte for byte, as far as checksums tell. Only what is new is
 * decoded.
 */
final class LogTail {
  private static final String SENT =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Transferred(new AccountId(0, 0, 0, 0), Rao.of(1), Rao.ZERO));
  private static final String RECEIVED =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Credited(Rao.of(1), Message.Credit.Reason.TRANSFER));
  private static final Set<String> SCHEMAS = Set.of(SENT, RECEIVED);

  private final Path data;
  private final RecordCodec codec;
  private long entries;
  private int chain;

  /**
   * What a look has found.
   *
   * @param entries of the log
   * @param tornBytes of an unfinished batch at its end, which the next node cuts off
   * @param fault why it is not the log that it was, with what was added; none if it is
   */
  record Look(long entries, long tornBytes, @Nullable String fault) {}

  /**
   * @param network whose log it is
   */
  LogTail(Path data, Hash256 network) {
    this.data = data;
    this.codec = new RecordCodec(network);
  }

  /** Hands over the transfers that are new, both ends of them, in the order of the log. */
  Look look(Consumer<Recorded<?>> records) {
    if (entries == 0 && !Files.exists(data.resolve("FORMAT"))) {
      return new Look(0, 0, null);
    }
    long before = entries;
    long at = 0;
    try (LogScan scan = LogScan.scan(data)) {
      for (var scanned = scan.next(); scanned != null; scanned = scan.next()) {
        StoredEntry entry = scanned.entry();
        at = entry.offset() + 1;
        if (at == before && scan.chain() != chain) {
          return new Look(at, 0, "its first %,d entries have changed".formatted(before));
        }
        if (at > before) {
          hand(entry, records);
        }
      }
      LogFinding finding = scan.finding().orElse(null);
      if (finding != null && finding.kind() != LogFinding.Kind.TORN_TAIL) {
        return new Look(
            at,
            0,
            "it is damaged: %s, byte %d: %s"
                .formatted(finding.file(), finding.position(), finding.sentence()));
      }
      if (at < before) {
        return new Look(at, 0, "it had %,d entries, and now it has %,d".formatted(before, at));
      }
      entries = at;
      chain = scan.chain();
      return new Look(
          at, finding == null ? 0 : Files.size(finding.file()) - finding.position(), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hand(StoredEntry entry, Consumer<Recorded<?>> records) {
    if (entry.serializerId() == StoredRecord.SERIALIZER_ID
        && SCHEMAS.contains(RecordCodec.schemaOf(entry.payload()))
        && entry.name().entity() instanceof EntityId entity) {
      records.accept(codec.decode(entity, entry.sequence(), entry.payload()).recorded());
    }
  }
}
