package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.ledger.rejection.Rejection;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Audits the log of a data directory, which no node may be running on.
 *
 * <p>One thread reads windows of the log, and as many as there are processors go over their
 * streams: they decode, verify chains and signatures, apply each record to its entity and decide
 * again what was decided ({@link LogAuditor}). One more holds epochs again. Where something is
 * wrong, the log is read once more up to that window, and the window record by record, so that what
 * is named is the first divergence and does not depend on windows or threads.
 */
public final class LogAudit {
  private final Aggregates aggregates;
  private final @Nullable SortedMap<EntityId, ?> openings;
  private final Progress progress;
  private final int records;

  /** Told now and then how far an audit is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param events audited so far
     * @param block the last that was minted
     */
    void reached(long events, long block);
  }

  /**
   * What came of an audit.
   *
   * @param report of the records
   * @param damage to the files, beyond which nothing could be read; none if they are whole
   * @param nanos how long it took
   */
  public record Outcome(AuditReport report, @Nullable LogFinding damage, long nanos) {
    public boolean ok() {
      return report.ok() && damage == null;
    }

    public long eventsPerSecond() {
      return report.events() * 1_000_000_000L / Math.max(1, nanos);
    }
  }

  /** An audit of the network that begins with this genesis. */
  public static LogAudit of(Genesis genesis, Progress progress) {
    var openings = new TreeMap<EntityId, Object>();
    for (Opening opening : genesis.openings()) {
      openings.put(opening.entity(), opening.command());
    }
    return new LogAudit(new Aggregates(genesis.network()), openings, progress);
  }

  /**
   * @param openings what each entity is told by the genesis; none if the genesis is not at hand
   */
  public LogAudit(
      Aggregates aggregates, @Nullable SortedMap<EntityId, ?> openings, Progress progress) {
    this(aggregates, openings, progress, WindowReader.RECORDS);
  }

  /**
   * @param records in a window
   */
  LogAudit(
      Aggregates aggregates,
      @Nullable SortedMap<EntityId, ?> openings,
      Progress progress,
      int records) {
    this.aggregates = aggregates;
    this.openings = openings;
    this.progress = progress;
    this.records = records;
  }

  /**
   * Audits a directory from the first record to the last, or to the first divergence.
   *
   * @throws epochal.persistence.log.LogException when the directory cannot be read at all
   * @throws IllegalArgumentException when it is the log of another network
   */
  public Outcome audit(Path directory) {
    long began = System.nanoTime();
    Run run = run(directory, Long.MAX_VALUE);
    Divergence found = run.report().divergence();
    while (run.report().divergence() != null && !run.exact()) {
      run = run(directory, run.lastWindow());
    }
    if (found != null && run.report().divergence() == null) {
      throw new IllegalStateException("looked at more closely it is gone: " + found);
    }
    progress.reached(run.report().events(), run.report().blocks());
    return new Outcome(run.report(), run.damage(), System.nanoTime() - began);
  }

  /**
   * What came of going over the log once.
   *
   * @param lastWindow how many records stand before the last window
   * @param exact whether that was one record, and all before it was known then
   */
  private record Run(
      AuditReport report, @Nullable LogFinding damage, long lastWindow, boolean exact) {}

  /**
   * @param exactly from this many records on they are looked at one by one
   */
  private Run run(Path directory, long exactly) {
    boolean exact = exactly != Long.MAX_VALUE;
    try (var scan = LogScan.scan(directory);
        var reading = Executors.newSingleThreadExecutor();
        var holding = Executors.newSingleThreadExecutor();
        var workers = new AuditWorkers(Runtime.getRuntime().availableProcessors())) {
      String network = aggregates.network().network().hex();
      if (!scan.networkId().orElse(network).equals(network)) {
        throw new IllegalArgumentException(
            directory + " holds the log of another network, " + scan.networkId().orElseThrow());
      }
      Executor epochs = exact ? Runnable::run : holding;
      var auditor = new LogAuditor(aggregates, openings, authority(), epochs, workers);
      try (var windows = new WindowReader(scan, auditor.streams(), records, exactly)) {
        reading.execute(windows);
        long lastWindow = drain(windows, auditor);
        AuditReport report = auditor.finish();
        // What lies behind a divergence may not have been read.
        LogFinding damage = report.divergence() == null ? windows.finding() : null;
        return new Run(report, damage, lastWindow, exact && lastWindow >= exactly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the audit was interrupted", e);
    }
  }

  /** Answers how many records stand before the last window. */
  private long drain(WindowReader windows, LogAuditor auditor) throws InterruptedException {
    long before = 0;
    for (Window next = windows.next(); next != null; next = windows.next()) {
      before = auditor.position();
      if (auditor.accept(next) != null) {
        break;
      }
      progress.reached(auditor.position(), auditor.height());
    }
    return before;
  }

  /**
   * The signatures. That the signed bytes are those of the call needs no check: the log does not
   * have them, they are made of the call when it is read.
   */
  private AuthorityCheck authority() {
    return call -> {
      Rejection rejection = CallCodec.signatureFault(call, aggregates.network());
      return rejection == null
          ? null
          : new AuthorityCheck.Fault(
              "signature", "a genuine call", rejection.code().name(), rejection.sentence());
    };
  }
}
