package epochal.persistence.audit;

import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import epochal.persistence.log.StoredEntry;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Audits the log of a data directory, which no node may be running on.
 *
 * <p>One thread reads: checksums, chain hashes, decoding, signatures. One audits ({@link
 * LogAuditor}). One holds epochs again. What the audit finds does not depend on how they run.
 */
public final class LogAudit {
  private static final int BATCH = 256;
  private static final int BATCHES = 16;

  private final Aggregates aggregates;
  private final @Nullable SortedMap<EntityId, ?> openings;
  private final Progress progress;

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

  /** A batch of what was read, in the order of the log; empty at its end. */
  private record Batch(List<Read> reads) {}

  /**
   * One record as it was read.
   *
   * @param recorded none if it cannot be trusted
   * @param fault of its signature
   * @param divergence why it cannot be trusted
   */
  private record Read(
      @Nullable Recorded<?> recorded,
      AuthorityCheck.@Nullable Fault fault,
      @Nullable Divergence divergence) {}

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
    this.aggregates = aggregates;
    this.openings = openings;
    this.progress = progress;
  }

  /**
   * Audits a directory from the first record to the last, or to the first divergence.
   *
   * @throws epochal.persistence.log.LogException when the directory cannot be read at all
   * @throws IllegalArgumentException when it is the log of another network
   */
  public Outcome audit(Path directory) {
    long began = System.nanoTime();
    try (var scan = LogScan.scan(directory);
        var reading = Executors.newSingleThreadExecutor();
        var holding = Executors.newSingleThreadExecutor()) {
      String network = aggregates.network().network().hex();
      if (!scan.networkId().orElse(network).equals(network)) {
        throw new IllegalArgumentException(
            directory + " holds the log of another network, " + scan.networkId().orElseThrow());
      }
      var faults = new CurrentFault();
      var auditor = new LogAuditor(aggregates, openings, faults, holding);
      var reader = new Reader(scan);
      Future<?> end = reading.submit(reader);
      try {
        drain(reader, auditor, faults);
        end.get();
      } catch (InterruptedException e) {
        reading.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the audit was interrupted", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("the log cannot be read", e.getCause());
      }
      AuditReport report = auditor.finish();
      progress.reached(report.events(), report.blocks());
      return new Outcome(report, reader.finding, System.nanoTime() - began);
    }
  }

  private void drain(Reader reader, LogAuditor auditor, CurrentFault faults)
      throws InterruptedException {
    long events = 0;
    while (true) {
      List<Read> reads = reader.batches.take().reads();
      if (reads.isEmpty()) {
        return;
      }
      for (Read read : reads) {
        faults.fault = read.fault();
        if (read.recorded() != null) {
          auditor.accept(read.recorded());
        }
        if (read.divergence() != null) {
          auditor.stop(read.divergence());
        }
        if (auditor.divergence() != null) {
          reader.stop();
          break;
        }
        events++;
      }
      progress.reached(events, auditor.height());
    }
  }

  /** What the reader has found out about the signature of the record that is being audited. */
  private static final class CurrentFault implements AuthorityCheck {
    private AuthorityCheck.@Nullable Fault fault;

    @Override
    public @Nullable Fault fault(SignedCall call) {
      return fault;
    }
  }

  /** The thread that reads. */
  private final class Reader implements Runnable {
    private final LogScan scan;
    private final ArrayBlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final Streams streams = new Streams(aggregates.network().network());
    private final AuthorityCheck authority = new CallAuthority(aggregates.network());
    private volatile boolean stopped;
    private volatile @Nullable LogFinding finding;

    Reader(LogScan scan) {
      this.scan = scan;
    }

    void stop() {
      stopped = true;
    }

    @Override
    public void run() {
      try {
        try {
          read();
        } finally {
          put(List.of());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void read() throws InterruptedException {
      var reads = new ArrayList<Read>(BATCH);
      while (!stopped) {
        LogScan.ScannedEntry scanned = scan.next();
        if (scanned == null) {
          finding = scan.finding().orElse(null);
          break;
        }
        Read read = read(scanned.entry());
        if (read != null) {
          reads.add(read);
          if (reads.size() == BATCH || read.divergence() != null) {
            put(List.copyOf(reads));
            reads.clear();
          }
          if (read.divergence() != null) {
            return;
          }
        }
      }
      if (!reads.isEmpty()) {
        put(List.copyOf(reads));
      }
    }

    private void put(List<Read> reads) throws InterruptedException {
      batches.put(new Batch(reads));
    }

    private @Nullable Read read(StoredEntry entry) {
      EntityId entity = streams.entity(entry);
      if (entity == null) {
        return null;
      }
      try {
        Recorded<?> recorded = streams.read(entity, entry);
        return recorded.origin() instanceof Origin.Signed(SignedCall call)
            ? new Read(recorded, authority.fault(call), null)
            : new Read(recorded, null, null);
      } catch (Diverged e) {
        return new Read(null, null, e.divergence());
      }
    }
  }
}
