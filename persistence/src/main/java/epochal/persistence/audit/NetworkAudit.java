package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.emission.EmissionState;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.epoch.EpochState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What must be looked at in the order of the log, over all entities: block rewards and epochs,
 * which are computed from what others were just then; the genesis; and the emission's own account
 * of all money. Accounts have no part in it: nobody asks them what they were. For one thread.
 */
final class NetworkAudit {
  private final Aggregates aggregates;
  private final Past past = new Past();
  private final Redecision redecision;
  private final EpochAudit epochs;
  private final Recomputations recomputations;
  private final @Nullable Openings openings;

  // All that was issued before the record that is looked at, in rao.
  private long minted;
  private long recycled;
  private long pending;
  private long unissued;

  /** The emission's state after a decision of it, to be compared when all of that is there. */
  private @Nullable EmissionState account;

  private @Nullable Recorded<?> accounted;
  private long accountedAt;

  NetworkAudit(
      Aggregates aggregates,
      Streams streams,
      @Nullable SortedMap<EntityId, ?> openings,
      Executor executor) {
    this.aggregates = aggregates;
    redecision = new Redecision(aggregates);
    epochs = new EpochAudit(aggregates, streams, past);
    recomputations = new Recomputations(executor);
    this.openings = openings == null ? null : new Openings(openings);
  }

  EpochAudit epochs() {
    return epochs;
  }

  Recomputations recomputations() {
    return recomputations;
  }

  /** Whether others may ask an entity what it was. */
  static boolean asks(EntityId entity) {
    return !(entity instanceof EntityId.Account);
  }

  /** How high the network is after a record. */
  static void reached(
      EntityId entity, Recorded<?> recorded, Entity<?> after, long position, Heights heights) {
    if (entity.equals(EntityId.NETWORK_EMISSION) && after.state() instanceof EmissionState state) {
      heights.reached(
          position,
          recorded.event() instanceof EmissionEvent.BlockMinted minted
              ? minted.height()
              : heights.height(),
          state.began());
    }
  }

  /** Goes over a window, all streams of which were gone over. */
  void audit(Window window, List<StreamAudit> audits) {
    Faults faults = window.faults();
    var decisions = new ArrayList<OpenDecision>();
    var issued = new ArrayList<SupplyChanges.Issued>();
    for (StreamAudit audit : audits) {
      decisions.addAll(audit.ordered());
      issued.addAll(audit.supply().issued());
    }
    decisions.sort(Comparator.comparingLong(OpenDecision::position));
    issued.sort(Comparator.comparingLong(SupplyChanges.Issued::position));
    int nextDecision = 0;
    int nextIssued = 0;
    for (int i = 0; i < window.size(); i++) {
      long position = window.position(i);
      Recorded<?> recorded = window.record(i);
      if (account != null
          && !(recorded != null
              && recorded.origin() instanceof Origin.Same
              && recorded.entity().equals(EntityId.NETWORK_EMISSION))) {
        compare(faults);
      }
      while (nextIssued < issued.size() && issued.get(nextIssued).position() <= position) {
        count(issued.get(nextIssued++), window);
      }
      if (nextDecision < decisions.size() && decisions.get(nextDecision).position() == position) {
        explain(decisions.get(nextDecision++), faults);
      }
      Entity<?> after = window.after(i);
      if (after != null && recorded != null && faults.first() == null) {
        moved(window.owner(i), after, recorded, position);
      }
    }
  }

  private void count(SupplyChanges.Issued change, Window window) {
    try {
      minted = Math.addExact(minted, change.minted());
      recycled = Math.addExact(recycled, change.recycled());
      pending = Math.addExact(pending, change.pending());
      unissued = Math.addExact(unissued, change.unissued());
    } catch (ArithmeticException e) {
      window.faults().add(change.position(), Faults.Check.MONEY, excess(window, change, e));
    }
  }

  /** There cannot be so much money: which record it is says the window, if it is of that alone. */
  private static Divergence excess(
      Window window, SupplyChanges.Issued change, ArithmeticException why) {
    Stream stream = window.owner(window.index(change.position()));
    Recorded<?> recorded = window.record(window.index(change.position()));
    return recorded == null
        ? new Divergence(stream.entity(), 0, 0, "event", "amounts of money", "more", why.toString())
        : Diverged.in(recorded, why);
  }

  private void explain(OpenDecision decision, Faults faults) {
    Recorded<?> first = decision.first();
    try {
      decision.expect(
          first.origin() instanceof Origin.Genesis ? opened(decision) : byItself(decision));
    } catch (RuntimeException e) {
      faults.add(decision.position(), Faults.Check.CAUSE, Diverged.in(first, e));
      return;
    }
    decision.check(faults);
  }

  private @Nullable List<?> opened(OpenDecision decision) {
    return openings == null
        ? null
        : redecision.commanded(decision, openings.next(decision.first()));
  }

  private @Nullable List<?> byItself(OpenDecision decision) {
    Recorded<?> first = decision.first();
    Object before = decision.state();
    if (before instanceof EmissionState state) {
      return epochs.block(state, first);
    }
    if (before instanceof EpochState state && state.held() == null && !state.queue().isEmpty()) {
      if (first.event() instanceof EpochEvent.EpochHeld held) {
        recomputations.add(first, epochs.held(state, first, held));
        return List.of(held);
      }
      return List.of(epochs.skipped(state, first));
    }
    return redecision.done(decision);
  }

  /** A record has made something else of an entity that others ask. */
  private void moved(Stream stream, Entity<?> after, Recorded<?> recorded, long position) {
    Entity<?> now = stream.now();
    Entity<?> before = now == null ? aggregates.of(stream.entity()).initial(stream.entity()) : now;
    stream.audited(after);
    past.moved(before, after, position);
    advance(after, recorded, position);
    if (stream.entity().equals(EntityId.NETWORK_EMISSION)
        && after.state() instanceof EmissionState state) {
      account = state;
      accounted = recorded;
      accountedAt = position;
    }
  }

  /** Epochs that begin or end with a record. */
  private void advance(Entity<?> after, Recorded<?> recorded, long position) {
    if (recorded.event() instanceof EmissionEvent.BlockMinted) {
      past.ends(after.id());
    }
    if (after.state() instanceof EmissionState) {
      // The next block may be one with a root epoch, which asks from here on.
      past.begins(after.id(), position);
    } else if (after.state() instanceof EpochState state) {
      if (recorded.event() instanceof EpochEvent.EpochHeld
          || recorded.event() instanceof EpochEvent.EpochSkipped) {
        past.ends(after.id());
      }
      if (state.held() == null && !state.queue().isEmpty()) {
        past.begins(after.id(), position);
      } else {
        past.ends(after.id());
      }
    }
  }

  /**
   * Compares the emission's own account with the log's, now that a decision of it is whole. What is
   * pending, and what is on its way to or from an epoch, has been minted and not issued.
   */
  void compare(Faults faults) {
    EmissionState state = account;
    Recorded<?> last = accounted;
    account = null;
    accounted = null;
    if (state != null && last != null && state.began()) {
      compare("state.minted", minted, state.minted().amount(), last, faults);
      compare("state.recycled", recycled, state.recycled().amount(), last, faults);
      compare(
          "state.issuance",
          minted - recycled - pending - unissued,
          state.issuance().amount(),
          last,
          faults);
    }
  }

  private void compare(String field, long counted, long found, Recorded<?> last, Faults faults) {
    if (counted != found) {
      faults.add(
          accountedAt,
          Faults.Check.WHOLE,
          Diverged.at(last, field, counted, found, "the emission counts otherwise than the log")
              .divergence());
    }
  }
}
