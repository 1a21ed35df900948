package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.rejection.Rejection;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Audits the log of a data directory, which no node may be running on.
 *
 * <p>One thread reads: checksums, chain hashes, decoding. As many as there are processors verify
 * signatures, batch by batch. One applies each record to its entity ({@link Applier}), and one
 * audits ({@link LogAuditor}), both in the order of the log; the one that applies is ahead by what
 * lies between them. One holds epochs again. What the audit finds does not depend on how they run.
 */
public final class LogAudit {
  private static final int BATCH = 256;
  private static final int BATCHES = 8;

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

  /**
   * A batch of what was read, in the order of the log; empty at its end.
   *
   * @param faults of the signatures, by place in the batch; none for most
   * @param divergence why what follows cannot be trusted
   */
  private record Batch(
      List<Streams.Read> records,
      Future<SortedMap<Integer, AuthorityCheck.Fault>> faults,
      @Nullable Divergence divergence) {
    boolean isEnd() {
      return records.isEmpty() && divergence == null;
    }
  }

  /**
   * A batch that was applied.
   *
   * @param successors of its records; fewer if one does not apply
   */
  private record AppliedBatch(Batch read, List<Successor> successors) {}

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
        var applying = Executors.newSingleThreadExecutor();
        var verifying = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        var holding = Executors.newSingleThreadExecutor()) {
      String network = aggregates.network().network().hex();
      if (!scan.networkId().orElse(network).equals(network)) {
        throw new IllegalArgumentException(
            directory + " holds the log of another network, " + scan.networkId().orElseThrow());
      }
      var faults = new CurrentFault();
      var auditor = new LogAuditor(aggregates, openings, faults, holding);
      var reader = new Reader(scan, verifying);
      var applier = new Applier(reader.batches);
      Future<?> end = reading.submit(reader);
      Future<?> applied = applying.submit(applier);
      try {
        drain(reader, applier, auditor, faults);
        end.get();
        applied.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the audit was interrupted", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("the log cannot be read", e.getCause());
      } finally {
        reading.shutdownNow();
        applying.shutdownNow();
        verifying.shutdownNow();
      }
      AuditReport report = auditor.finish();
      progress.reached(report.events(), report.blocks());
      return new Outcome(report, reader.finding, System.nanoTime() - began);
    }
  }

  private void drain(Reader reader, Applier applier, LogAuditor auditor, CurrentFault current)
      throws InterruptedException, ExecutionException {
    long events = 0;
    ArrayBlockingQueue<AppliedBatch> batches = applier.batches;
    for (AppliedBatch next = batches.take(); !next.read().isEnd(); next = batches.take()) {
      Batch batch = next.read();
      List<Streams.Read> records = batch.records();
      SortedMap<Integer, AuthorityCheck.Fault> faults = batch.faults().get();
      for (int i = 0; i < records.size() && auditor.divergence() == null; i++) {
        current.fault = faults.isEmpty() ? null : faults.get(i);
        Streams.Read record = records.get(i);
        auditor.accept(record.recorded(), record.stream().slot(), applier.successor(next, i));
        events++;
      }
      if (batch.divergence() != null) {
        auditor.stop(batch.divergence());
      }
      if (auditor.divergence() != null) {
        reader.stop();
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

  /**
   * The thread that applies. It ends its work at a record that does not apply, at the latest there
   * the audit ends too; what is read after that it only hands on.
   */
  private final class Applier implements Runnable {
    private final ArrayBlockingQueue<Batch> read;
    private final ArrayBlockingQueue<AppliedBatch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final LookAhead ahead = new LookAhead(aggregates);
    private boolean failed;
    private @Nullable Error crash;

    Applier(ArrayBlockingQueue<Batch> read) {
      this.read = read;
    }

    @Override
    public void run() {
      try {
        Batch batch;
        do {
          batch = read.take();
          batches.put(new AppliedBatch(batch, successors(batch.records())));
        } while (!batch.isEnd());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private List<Successor> successors(List<Streams.Read> records) {
      var successors = new ArrayList<Successor>(records.size());
      try {
        apply(records, successors);
      } catch (Error e) {
        failed = true;
        crash = e;
      }
      return successors;
    }

    private void apply(List<Streams.Read> records, List<Successor> successors) {
      ahead.look(records);
      for (int i = 0; i < records.size() && !failed; i++) {
        Streams.Stream stream = records.get(i).stream();
        Successor successor =
            Successor.of(aggregates, stream.ahead(aggregates), records.get(i).recorded());
        successors.add(successor);
        switch (successor) {
          case Successor.Applied(Entity<?> entity) -> stream.reached(entity);
          case Successor.Failed ignored -> failed = true;
        }
      }
    }

    Successor successor(AppliedBatch batch, int index) {
      if (index >= batch.successors().size()) {
        throw new IllegalStateException("a record could not be applied", crash);
      }
      return batch.successors().get(index);
    }
  }

  /** The thread that reads. */
  private final class Reader implements Runnable {
    private final LogScan scan;
    private final ArrayBlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final Streams streams = new Streams(aggregates.network().network());
    private final ExecutorService verifying;
    private volatile boolean stopped;
    private volatile @Nullable LogFinding finding;

    Reader(LogScan scan, ExecutorService verifying) {
      this.scan = scan;
      this.verifying = verifying;
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
          put(List.of(), null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void read() throws InterruptedException {
      var scanned = new ArrayList<LogScan.ScannedEntry>(BATCH);
      boolean more = true;
      while (more && !stopped) {
        scanned.clear();
        more = scan(scanned);
        var records = new ArrayList<Streams.Read>(scanned.size());
        try {
          streams.read(scanned, records);
        } catch (Diverged e) {
          put(records, e.divergence());
          return;
        }
        if (!records.isEmpty()) {
          put(records, null);
        }
      }
    }

    /** Takes entries for one batch from the log; answers whether there may be more. */
    private boolean scan(List<LogScan.ScannedEntry> scanned) {
      while (scanned.size() < BATCH) {
        LogScan.ScannedEntry next = scan.next();
        if (next == null) {
          finding = scan.finding().orElse(null);
          return false;
        }
        scanned.add(next);
      }
      return true;
    }

    private void put(List<Streams.Read> records, @Nullable Divergence divergence)
        throws InterruptedException {
      var faults = new FutureTask<>(() -> faults(records));
      // Without signatures there is nothing that would be worth another thread.
      if (aggregates.network().unsigned()) {
        faults.run();
      } else {
        verifying.execute(faults);
      }
      batches.put(new Batch(records, faults, divergence));
    }

    private SortedMap<Integer, AuthorityCheck.Fault> faults(List<Streams.Read> records) {
      var faults = new TreeMap<Integer, AuthorityCheck.Fault>();
      for (int i = 0; i < records.size() && !stopped; i++) {
        if (records.get(i).recorded().origin() instanceof Origin.Signed(SignedCall call)) {
          Rejection rejection = CallCodec.signatureFault(call, aggregates.network());
          if (rejection != null) {
            faults.put(
                i,
                new AuthorityCheck.Fault(
                    "signature", "a genuine call", rejection.code().name(), rejection.sentence()));
          }
        }
      }
      return faults;
    }
  }
}
