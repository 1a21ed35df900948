package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Audits a log from nothing but the network's constants.
 *
 * <h2>What must hold of each record</h2>
 *
 * <ul>
 *   <li>It is its entity's next: no sequence number is missing or doubled, the block does not go
 *       back, and is not ahead of the last block that was minted.
 *   <li>It has a cause: a call that its signer may make and that was not obeyed before; the very
 *       next message on a lane; something that the entity does by itself; or the genesis.
 *   <li>It is what the rules make of that cause: the decision is made again on the state before,
 *       and epochs, root epochs and block rewards are computed again from the sources they name
 *       ({@link Redecision}, {@link EpochAudit}). Where a decision hung on what another entity
 *       answered, and neither the answer nor a trace of it is in the log, only the rest is checked.
 *   <li>With the other records of its decision it conserves money: what the entity holds afterwards
 *       is what it held before, plus what was minted and what the message brought, less what was
 *       recycled and sent.
 * </ul>
 *
 * <p>At the end the supply equation is checked at every block. The emission's own account of
 * issuance, minted and recycled is compared with the auditor's after every decision of it.
 *
 * <p>The first divergence ends the audit; more records change nothing. For one thread.
 *
 * <h2>Stream by stream</h2>
 *
 * Most of this concerns one entity at a time, and what an entity is lies in no cache when its next
 * record comes among those of thousands of others. A log is therefore audited in windows, and of a
 * window one stream after the other: records are read, applied and decided again while all that
 * they touch is at hand, and several threads can share the streams ({@link StreamAudit}). Three
 * things are left for when all streams of a window were gone over: messages, which must have been
 * sent before they were taken ({@link LaneAudit}); blocks, which must have been minted before their
 * records ({@link BlockAudit}); and what is computed from the states of other entities as they were
 * just then ({@link NetworkAudit}).
 */
public final class LogAuditor {
  private static final int SHARE = 16;

  private final boolean verifiesSignatures;
  private final Streams streams;
  private final SupplyBook supply = new SupplyBook();
  private final NetworkAudit network;
  private final Workers workers;
  private final List<StreamAudit> audits = new ArrayList<>();

  /** The stream of the last record, to whose decision the next may belong. */
  private @Nullable Stream last;

  private @Nullable Divergence divergence;
  private long position;
  private long height;
  private boolean began;
  private long signatures;

  /** An auditor that computes everything at once and does not know signatures or the genesis. */
  public LogAuditor(Aggregates aggregates) {
    this(aggregates, null, AuthorityCheck.NONE, Runnable::run);
  }

  /**
   * An auditor for a log.
   *
   * @param openings what each entity is told by the genesis; none if the genesis is not at hand
   * @param executor computes epochs again, beside the caller; a divergence in one may then show a
   *     few records later, and is still reported as the first
   */
  public LogAuditor(
      Aggregates aggregates,
      @Nullable SortedMap<EntityId, ?> openings,
      AuthorityCheck authority,
      Executor executor) {
    this(aggregates, openings, authority, executor, Workers.ONE);
  }

  /**
   * @param workers share the streams of a window
   */
  LogAuditor(
      Aggregates aggregates,
      @Nullable SortedMap<EntityId, ?> openings,
      AuthorityCheck authority,
      Executor executor,
      Workers workers) {
    verifiesSignatures = authority != AuthorityCheck.NONE && !aggregates.network().unsigned();
    streams = new Streams(aggregates);
    network = new NetworkAudit(aggregates, streams, openings, executor);
    this.workers = workers;
    for (int i = 0; i < workers.count(); i++) {
      audits.add(new StreamAudit(aggregates, streams, authority));
    }
  }

  Streams streams() {
    return streams;
  }

  /** Checks the next record of the log; answers the first divergence, if there is one by now. */
  public @Nullable Divergence accept(Recorded<?> recorded) {
    return accept(Window.of(streams, List.of(recorded)));
  }

  /**
   * Checks the next records of the log. A divergence that is found may not be the first in the log
   * that way, unless it is one record; but there is none if none is found.
   */
  @Nullable Divergence accept(Window window) {
    if (divergence != null || window.size() == 0) {
      return divergence;
    }
    window.begin(position, new Heights(height, began));
    position += window.size();
    endLast(window);
    audits.forEach(audit -> audit.begin(window));
    share(window);
    workers.share(audits.size(), worker -> audits.get(worker).messages());
    network.audit(window, audits);
    workers.share(audits.size(), worker -> audits.get(worker).notes());
    Divergence found = window.faults().first();
    if (found == null) {
      commit(window);
      divergence = network.recomputations().found();
    } else {
      diverged(found);
    }
    return divergence;
  }

  /** The decision that stood open goes on with the next record or not at all. */
  private void endLast(Window window) {
    if (last != null && last != window.owner(0)) {
      end(last, window.faults());
    }
    last = window.owner(window.size() - 1);
  }

  private static void end(Stream stream, Faults faults) {
    OpenDecision open = stream.open();
    if (open != null) {
      open.end();
      stream.open(null);
      open.check(faults);
    }
  }

  /** A few streams at a time, so that nobody has to wait long for another at the end. */
  private void share(Window window) {
    int count = window.streams();
    var next = new AtomicInteger();
    workers.share(
        audits.size(),
        worker -> {
          StreamAudit audit = audits.get(worker);
          for (int from = next.getAndAdd(SHARE); from < count; from = next.getAndAdd(SHARE)) {
            audit.records(from, Math.min(from + SHARE, count));
          }
        });
  }

  private void commit(Window window) {
    for (int place = 0; place < window.streams(); place++) {
      window.stream(place).audited();
    }
    var changes = new SupplyChanges();
    for (StreamAudit audit : audits) {
      changes.add(audit.supply());
      signatures += audit.signatures();
    }
    supply.add(changes);
    height = window.heights().height();
    began = window.heights().began();
  }

  /** What was found; to be called once, after the last record. */
  public AuditReport finish() {
    if (divergence == null) {
      var faults = new Faults();
      if (last != null) {
        end(last, faults);
      }
      network.compare(faults);
      Divergence found = faults.first();
      if (found == null) {
        found = unbalanced();
      }
      if (found == null) {
        divergence = network.recomputations().finish();
      } else {
        diverged(found);
      }
    }
    SortedMap<EntityId, Entity<?>> entities = streams.all();
    return new AuditReport(
        divergence == null,
        position,
        entities.size(),
        height,
        network.epochs().epochs(),
        network.epochs().rootEpochs(),
        network.epochs().blocks(),
        verifiesSignatures ? signatures : 0,
        supply.total(),
        StateDigest.ofEntities(entities),
        divergence);
  }

  private @Nullable Divergence unbalanced() {
    try {
      supply.balance();
      return null;
    } catch (Diverged e) {
      return e.divergence();
    }
  }

  public @Nullable Divergence divergence() {
    return divergence;
  }

  /** All entities that have records, as far as the log has been accepted. */
  public SortedMap<EntityId, Entity<?>> entities() {
    return streams.all();
  }

  /** The height of the last block that was minted. */
  public long height() {
    return height;
  }

  /** Records that were accepted. */
  long position() {
    return position;
  }

  /** Where all money was at the end of a block; cheap when asked for one block after the other. */
  public Supply supplyAt(long block) {
    return supply.at(block);
  }

  /** What is still being computed belongs to earlier records, and so comes first. */
  private void diverged(Divergence found) {
    Divergence earlier = network.recomputations().finish();
    divergence = earlier == null ? found : earlier;
  }
}
