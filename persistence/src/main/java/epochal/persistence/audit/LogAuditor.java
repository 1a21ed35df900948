package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.emission.EmissionState;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.epoch.EpochState;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Audits a log, record by record in the order of the log, from nothing but the network's constants.
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
 * <p>The records of one decision stand together in the log, because they are persisted as one. The
 * first divergence ends the audit; more records change nothing. For one thread.
 */
public final class LogAuditor {
  private final Aggregates aggregates;
  private final boolean verifiesSignatures;
  private final Replayed replayed;
  private final Past past = new Past();
  private final SupplyBook supply = new SupplyBook();
  private final LaneAudit lanes = new LaneAudit();
  private final CallAudit calls;
  private final Redecision redecision;
  private final EpochAudit epochs;
  private final Recomputations recomputations;
  private final @Nullable Openings openings;

  private @Nullable OpenDecision open;
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
    this.aggregates = aggregates;
    verifiesSignatures = authority != AuthorityCheck.NONE && !aggregates.network().unsigned();
    replayed = new Replayed(aggregates);
    calls = new CallAudit(aggregates.network(), authority);
    redecision = new Redecision(aggregates.network());
    epochs = new EpochAudit(aggregates, replayed, past);
    recomputations = new Recomputations(executor);
    this.openings = openings == null ? null : new Openings(openings);
  }

  /** Checks the next record of the log; answers the first divergence, if there is one by now. */
  public @Nullable Divergence accept(Recorded<?> recorded) {
    Replayed.Slot slot = replayed.slot(recorded.entity());
    return accept(recorded, slot, Successor.of(aggregates, replayed.entity(slot), recorded));
  }

  /**
   * Checks the next record of the log, which has been applied already.
   *
   * @param slot of the entity, always the same one
   */
  @Nullable Divergence accept(Recorded<?> recorded, Replayed.Slot slot, Successor successor) {
    if (divergence == null) {
      position++;
      try {
        take(recorded, slot, successor);
        divergence = recomputations.found();
      } catch (Diverged e) {
        diverged(e.divergence());
      } catch (RuntimeException e) {
        // The rules throw where an event cannot apply, so a record that makes them is wrong.
        diverged(
            Diverged.at(recorded, "event", "one that can apply", recorded.event(), e.toString())
                .divergence());
      }
    }
    return divergence;
  }

  /** What was found; to be called once, after the last record. */
  public AuditReport finish() {
    if (divergence == null) {
      try {
        close();
        supply.balance();
        divergence = recomputations.finish();
      } catch (Diverged e) {
        diverged(e.divergence());
      }
    }
    return new AuditReport(
        divergence == null,
        position,
        replayed.size(),
        height,
        epochs.epochs(),
        epochs.rootEpochs(),
        epochs.blocks(),
        verifiesSignatures ? signatures : 0,
        supply.total(),
        StateDigest.ofEntities(replayed.all()),
        divergence);
  }

  public @Nullable Divergence divergence() {
    return divergence;
  }

  /** All entities that have records, as far as the log has been accepted. */
  public SortedMap<EntityId, Entity<?>> entities() {
    return replayed.all();
  }

  /** The height of the last block that was minted. */
  public long height() {
    return height;
  }

  /** Where all money was at the end of a block; cheap when asked for one block after the other. */
  public Supply supplyAt(long block) {
    return supply.at(block);
  }

  /** Ends the audit with what was found wrong with the next record before it could be read. */
  void stop(Divergence found) {
    if (divergence == null) {
      diverged(found);
    }
  }

  /** What is still being computed belongs to earlier records, and so comes first. */
  private void diverged(Divergence found) {
    Divergence earlier = recomputations.finish();
    divergence = earlier == null ? found : earlier;
  }

  @SuppressWarnings("unchecked")
  private void take(Recorded<?> recorded, Replayed.Slot slot, Successor successor) {
    // The registry pairs every entity with its own life, state and events.
    take(
        (EntityLife<Object, Object, Object>) aggregates.of(recorded.entity()),
        (Entity<Object>) replayed.entity(slot),
        (Recorded<Object>) recorded,
        slot,
        successor);
  }

  @SuppressWarnings("unchecked") // what the entity's own life made of it
  private <S, C, E> void take(
      EntityLife<S, C, E> life,
      Entity<S> before,
      Recorded<E> recorded,
      Replayed.Slot slot,
      Successor successor) {
    if (open != null && !open.entity().equals(recorded.entity())) {
      close();
    }
    follows(before, recorded);
    OpenDecision decision = decision(recorded);
    lanes.noted(before, recorded, replayed);
    if (!(recorded.origin() instanceof Origin.Same)) {
      decision.expect(cause(life, before, recorded, decision));
    }
    decision.check(recorded);

    var after = (Entity<S>) successor.entity();
    account(life, before, after, recorded, decision);
    replayed.put(slot, after);
    past.moved(before, after, position);
    advance(after, recorded);
    if (decision.isComplete()) {
      close();
    }
  }

  /** The decision that the record belongs to; what was open before is closed. */
  private OpenDecision decision(Recorded<?> recorded) {
    boolean same = recorded.origin() instanceof Origin.Same;
    OpenDecision decision = open;
    if (same && decision != null && decision.continuesWith(recorded)) {
      return decision;
    }
    close();
    if (same) {
      throw Diverged.at(
          recorded,
          "origin",
          "a cause",
          "none",
          "the record goes with one before it, which is not there or needs no other");
    }
    decision = new OpenDecision(recorded);
    open = decision;
    return decision;
  }

  private void follows(Entity<?> before, Recorded<?> recorded) {
    if (recorded.sequence() != before.sequence() + 1) {
      throw Diverged.at(
          recorded,
          "sequence",
          before.sequence() + 1,
          recorded.sequence(),
          recorded.sequence() > before.sequence()
              ? "records are missing"
              : "the record is doubled");
    }
    if (recorded.block() < before.block()) {
      throw Diverged.at(
          recorded, "block", before.block() + " or later", recorded.block(), "the block goes back");
    }
    boolean mints =
        recorded.entity().equals(EntityId.NETWORK_EMISSION)
            && !(recorded.origin() instanceof Origin.Delivered);
    if (recorded.block() > height + (mints ? 1 : 0)) {
      throw Diverged.at(
          recorded,
          "block",
          height + " or earlier",
          recorded.block(),
          "the block has not been minted yet");
    }
  }

  /** Checks why the record is there and says what must follow from it; null if that is unknown. */
  private <S, C, E> @Nullable List<? extends Object> cause(
      EntityLife<S, C, E> life, Entity<S> before, Recorded<E> recorded, OpenDecision decision) {
    boolean mayBeEmpty =
        recorded.origin() instanceof Origin.Clock || recorded.origin() instanceof Origin.Signed;
    if (recorded.event() == null && !mayBeEmpty) {
      throw Diverged.at(recorded, "event", "an event", "none", "nothing came of the cause");
    }
    return switch (recorded.origin()) {
      case Origin.Signed(SignedCall call) -> {
        if (!began) {
          throw Diverged.at(
              recorded, "origin", "the genesis", "a call", "the network had not begun");
        }
        calls.check(before, recorded, call);
        signatures++;
        yield redecision.called(life, before, recorded, call);
      }
      case Origin.Delivered delivered -> {
        Message message = lanes.taken(recorded, delivered, supply);
        decision.received(message.value());
        yield redecision.received(life, before, recorded, delivered.from(), message);
      }
      case Origin.Clock ignored when recorded.event() == null -> null;
      case Origin.Clock ignored -> byItself(life, before, recorded);
      case Origin.Genesis ignored -> {
        if (began) {
          throw Diverged.at(
              recorded, "origin", "a cause", "the genesis", "the network had begun before");
        }
        yield openings == null
            ? null
            : redecision.commanded(life, before, recorded, openings.next(recorded));
      }
      case Origin.Same ignored -> throw new IllegalStateException("it has a cause");
    };
  }

  private <S, C, E> @Nullable List<? extends Object> byItself(
      EntityLife<S, C, E> life, Entity<S> before, Recorded<E> recorded) {
    if (before.state() instanceof EmissionState state) {
      return epochs.block(state, recorded);
    }
    if (before.state() instanceof EpochState state
        && state.held() == null
        && !state.queue().isEmpty()) {
      if (recorded.event() instanceof EpochEvent.EpochHeld held) {
        recomputations.add(recorded, epochs.held(state, recorded, held));
        return null;
      }
      return List.of(epochs.skipped(state, recorded));
    }
    return redecision.done(life, before, recorded);
  }

  private <S, C, E> void account(
      EntityLife<S, C, E> life,
      Entity<S> before,
      Entity<S> after,
      Recorded<E> recorded,
      OpenDecision decision) {
    E event = recorded.event();
    if (event != null) {
      Flow flow = life.aggregate().flow(before.state(), event);
      Holdings held = life.aggregate().holdings(before.state());
      Holdings holds = life.aggregate().holdings(after.state());
      supply.minted(recorded.block(), flow.minted());
      supply.recycled(recorded.block(), flow.recycled());
      supply.held(recorded.block(), held, holds);
      lanes.sent(before, after, recorded.block(), supply);
      decision.moved(held, holds, flow);
    }
  }

  /** Heights and epochs that begin or end with this record. */
  private void advance(Entity<?> after, Recorded<?> recorded) {
    if (recorded.event() instanceof EmissionEvent.BlockMinted minted) {
      height = minted.height();
      past.ends(after.id());
    }
    if (after.state() instanceof EmissionState state) {
      began = state.began();
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

  /** The decision has all its records: it must be complete and conserve money. */
  private void close() {
    OpenDecision decision = open;
    open = null;
    if (decision != null) {
      decision.close();
      if (decision.entity().equals(EntityId.NETWORK_EMISSION)) {
        supply.compare(
            decision,
            (EmissionState) replayed.entity(EntityId.NETWORK_EMISSION).state(),
            lanes.unissued());
      }
    }
  }
}
