package epochal.persistence.journal;

import epochal.ledger.id.EntityId;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.log.AppendCallback;
import epochal.persistence.log.Appended;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogException;
import epochal.persistence.log.StoredEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log and the snapshots as the ledger's own entities use them: without a journal actor between
 * an entity and the writer.
 *
 * <p>Pekko's persistent actors reach the same log through {@link EventLogJournal}. An entity that
 * decides and encodes whole batches by itself has no use for that way's command, stash, journal
 * actor, circuit breaker and futures; {@code actors/doc/transfers.md} says what they cost. Entries
 * and snapshots are the same bytes either way.
 *
 * <p>What one fsync made durable is told in one task on the executor, and not entity by entity from
 * the writer's thread, which would wake another thread for each and put off the next fsync.
 */
public final class EntityStore {
  private static final Logger LOG = LoggerFactory.getLogger(EntityStore.class);

  private final EventLogExtension extension;
  private final EventLog log;
  private final Executor tellers;
  private final Executor readers;
  private final int keep;

  // The writer's thread alone.
  private List<Writing> durable = new ArrayList<>();

  /** A batch under way; told once what became of it. */
  public interface Writing {
    /** On the executor; must be quick. */
    void durable();

    /** Nothing was written. On any thread; must be quick. */
    void refused(LogException reason);
  }

  /**
   * The store of a system, of which one is made.
   *
   * @param tellers tells what is durable
   * @param readers for what waits for the disk: recoveries and snapshots
   * @throws LogException if the log cannot be opened
   */
  public EntityStore(ClassicActorSystemProvider system, Executor tellers, Executor readers) {
    this.extension = EventLogExtension.get(system);
    this.log = extension.log();
    this.tellers = tellers;
    this.readers = readers;
    this.keep = system.classicSystem().settings().config().getInt("epochal.snapshots.keep");
    log.addListener(this::tell);
  }

  /** Runs what waits for the disk, such as {@link #newest} and {@link #read}. */
  public Executor readers() {
    return readers;
  }

  /** The last durable sequence number; 0 when there is none. */
  public long highestSequence(EntityId id) {
    return log.highestSequence(id.text());
  }

  /**
   * The newest snapshot that can be used.
   *
   * @param continued whether the log goes on from it
   */
  public Optional<Snapshot> newest(EntityId id, Predicate<Snapshot> continued) throws IOException {
    return extension
        .snapshots()
        .newest(id.text(), any -> true, state -> continued.test((Snapshot) state))
        .map(found -> (Snapshot) found.state());
  }

  /** Reads what is durable of an entity, from a sequence number to another. */
  public void read(EntityId id, long from, long to, Consumer<StoredEntry> consumer) {
    log.read(id.text(), from, to, Long.MAX_VALUE, consumer);
  }

  /** Writes a batch as a whole or not at all. */
  public void append(List<LogEntry> batch, Writing writing) {
    log.append(
        batch,
        new AppendCallback() {
          @Override
          public void durable(Appended appended) {
            durable.add(writing);
          }

          @Override
          public void failed(LogException reason) {
            writing.refused(reason);
          }
        });
  }

  private void tell(long offset, List<LogEntry> entries) {
    List<Writing> group = durable;
    if (!group.isEmpty()) {
      durable = new ArrayList<>(group.size());
      tellers.execute(() -> group.forEach(Writing::durable));
    }
  }

  /**
   * Keeps a snapshot. It only shortens a replay: if it cannot be kept, the operator is told, and
   * nothing else happens.
   *
   * @return its size in bytes; 0 if it was not kept
   */
  public long save(Snapshot snapshot, long wallMillis) {
    String id = snapshot.entity().id().text();
    long sequence = snapshot.entity().sequence();
    try {
      var metadata = new SnapshotMetadata(id, sequence, wallMillis);
      return extension.snapshots().save(metadata, snapshot, keep);
    } catch (IOException | RuntimeException e) {
      LOG.warn("No snapshot of {} at {} was kept: {}", id, sequence, e.getMessage());
      return 0;
    }
  }
}
