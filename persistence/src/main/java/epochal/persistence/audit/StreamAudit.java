package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a window of the log stream by stream, as one of several that share its streams. What a
 * record needs of other entities is looked at when all streams have been gone over: first the
 * messages that were taken ({@link #messages}), then what became known of messages ({@link
 * #notes}). Nothing that is found depends on how streams were shared.
 */
final class StreamAudit {
  /** Records of a stream that are read before any is applied: more would not stay in the cache. */
  private static final int MOST_AHEAD = 64;

  private final Aggregates aggregates;
  private final EntryAudit entries;
  private final CallAudit calls;
  private final Redecision redecision;
  private final LookAhead ahead;
  private final SupplyChanges supply = new SupplyChanges();
  private final LaneAudit lanes;
  private final BlockAudit blocks;
  private final List<OpenDecision> ordered = new ArrayList<>();

  /** The records of the streams that are gone over together. */
  private final List<Recorded<?>> readAhead = new ArrayList<>();

  private long signatures;
  private Window window = new Window();

  StreamAudit(Aggregates aggregates, Streams streams, AuthorityCheck authority) {
    this.aggregates = aggregates;
    var known = new KnownStreams(streams);
    entries = new EntryAudit(aggregates, known);
    calls = new CallAudit(aggregates.network(), authority);
    redecision = new Redecision(aggregates);
    ahead = new LookAhead(aggregates);
    lanes = new LaneAudit(known, entries, redecision, supply);
    blocks = new BlockAudit(entries);
  }

  /** Begins a window. */
  void begin(Window next) {
    window = next;
    supply.clear();
    lanes.begin(next);
    blocks.begin(next);
    ordered.clear();
    signatures = 0;
  }

  /** What the records have changed about the money. */
  SupplyChanges supply() {
    return supply;
  }

  /** Decisions that can be made again only in the order of the log. */
  List<OpenDecision> ordered() {
    return ordered;
  }

  /** Signed calls that were looked at. */
  long signatures() {
    return signatures;
  }

  /**
   * Goes over the streams from one to before another. Their records are read first, so that it is
   * known what they will be applied to, and all of that can be looked at together.
   */
  void records(int from, int to) {
    ahead.look(window, from, to);
    int[] ends = new int[to - from];
    for (int place = from; place < to; place++) {
      readAhead(place);
      ends[place - from] = readAhead.size();
    }
    ahead.descend();
    int begin = 0;
    for (int place = from; place < to; place++) {
      records(place, begin, ends[place - from]);
      begin = ends[place - from];
    }
    readAhead.clear();
  }

  /** Reads the first records of a stream, up to one that cannot be read. */
  private void readAhead(int place) {
    Stream stream = window.stream(place);
    Entity<?> entity = stream.ahead(aggregates);
    int most = readAhead.size() + MOST_AHEAD;
    int index = window.first(place);
    while (index >= 0 && readAhead.size() < most) {
      Recorded<?> next = read(stream, index);
      if (next == null) {
        break;
      }
      readAhead.add(next);
      ahead.add(entity, next);
      index = window.next(index);
    }
  }

  /** The record there; null if it cannot be read. */
  private @Nullable Recorded<?> read(Stream stream, int index) {
    Recorded<?> known = window.record(index);
    if (known != null) {
      return known;
    }
    try {
      Recorded<?> recorded = entries.read(stream, window, index);
      if (NetworkAudit.asks(stream.entity()) || window.size() == 1) {
        window.read(index, recorded);
      }
      return recorded;
    } catch (Diverged e) {
      window.faults().add(window.position(index), Faults.Check.READABLE, e.divergence());
      return null;
    }
  }

  /**
   * Goes over the records of a stream.
   *
   * @param begin where those lie that were read ahead, up to before the end
   */
  private void records(int place, int begin, int end) {
    Stream stream = window.stream(place);
    stream.flights().clear();
    int index = window.first(place);
    boolean more = end - begin == MOST_AHEAD;
    for (int i = begin; index >= 0; i++) {
      Recorded<?> next = i < end ? readAhead.get(i) : more ? read(stream, index) : null;
      if (next == null || !take(stream, next, window.position(index))) {
        break;
      }
      index = window.next(index);
    }
    OpenDecision open = stream.open();
    if (open != null) {
      boolean wentOn = index < 0;
      if (wentOn && open.lastPosition() != window.lastPosition()) {
        open.end();
        stream.open(null);
      }
      explain(open);
    }
  }

  /** Answers whether the stream can go on. */
  @SuppressWarnings("unchecked") // the registry pairs every entity with its own life
  private boolean take(Stream stream, Recorded<?> recorded, long position) {
    Entity<?> before = stream.ahead(aggregates);
    try {
      follows(before, recorded);
    } catch (Diverged e) {
      window.faults().add(position, Faults.Check.NEXT, e.divergence());
      return false;
    }
    blocks.looked(recorded, position);
    authorised(before, recorded, position);
    OpenDecision decision = decision(stream, before, recorded, position);
    try {
      lanes.noted(stream, before, recorded, position);
    } catch (Diverged e) {
      window.faults().add(position, Faults.Check.NOTES, e.divergence());
    }
    return apply(
        (EntityLife<Object, Object, Object>) aggregates.of(stream.entity()),
        stream,
        (Entity<Object>) before,
        (Recorded<Object>) recorded,
        position,
        decision);
  }

  private static void follows(Entity<?> before, Recorded<?> recorded) {
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
  }

  private void authorised(Entity<?> before, Recorded<?> recorded, long position) {
    if (recorded.origin() instanceof Origin.Signed(SignedCall call)) {
      signatures++;
      try {
        calls.check(before, recorded, call);
      } catch (RuntimeException e) {
        window.faults().add(position, Faults.Check.CAUSE, Diverged.in(recorded, e));
      }
    }
  }

  /** The decision that the record belongs to; none if it belongs to none. */
  private @Nullable OpenDecision decision(
      Stream stream, Entity<?> before, Recorded<?> recorded, long position) {
    OpenDecision open = stream.open();
    boolean same = recorded.origin() instanceof Origin.Same;
    if (same && open != null && open.continuesAt(position)) {
      open.add(recorded);
      return open;
    }
    if (open != null) {
      open.end();
      stream.open(null);
      explain(open);
    }
    if (same) {
      window
          .faults()
          .add(position, Faults.Check.GROUPED, OpenDecision.homeless(recorded).divergence());
      return null;
    }
    var decision = new OpenDecision(recorded, before.state(), position);
    stream.open(decision);
    return decision;
  }

  private <S, C, E> boolean apply(
      EntityLife<S, C, E> life,
      Stream stream,
      Entity<S> before,
      Recorded<E> recorded,
      long position,
      @Nullable OpenDecision decision) {
    Entity<S> after;
    try {
      after = life.apply(before, recorded);
    } catch (RuntimeException e) {
      // The rules throw where an event cannot apply, so a record that makes them is wrong.
      window.faults().add(position, Faults.Check.APPLIES, Diverged.in(recorded, e));
      return false;
    }
    try {
      E event = recorded.event();
      if (event != null && decision != null) {
        Flow flow = life.aggregate().flow(before.state(), event);
        Holdings held = life.aggregate().holdings(before.state());
        Holdings holds = life.aggregate().holdings(after.state());
        supply.moved(position, recorded.block(), flow, held, holds);
        decision.moved(held, holds, flow);
        lanes.sent(stream, before, after, recorded.block(), position);
      }
    } catch (RuntimeException e) {
      window.faults().add(position, Faults.Check.MONEY, Diverged.in(recorded, e));
      return false;
    }
    stream.applied(after);
    if (NetworkAudit.asks(stream.entity())) {
      window.after(window.index(position), after);
      NetworkAudit.reached(stream.entity(), recorded, after, position, window.heights());
    }
    return true;
  }

  // Causes

  /** Looks why a decision is there, unless that hangs on others, and checks what came of it. */
  private void explain(OpenDecision decision) {
    if (decision.isExplained()) {
      decision.check(window.faults());
      return;
    }
    Recorded<?> first = decision.first();
    try {
      switch (first.origin()) {
        case Origin.Signed(SignedCall call) -> decision.expect(redecision.called(decision, call));
        case Origin.Delivered cause -> {
          demandEvent(first);
          lanes.delivered(decision, cause);
          return;
        }
        case Origin.Clock ignored when first.event() == null -> decision.expect(List.of());
        case Origin.Clock ignored when first.entity() instanceof EntityId.Emission -> {
          ordered.add(decision);
          return;
        }
        case Origin.Clock ignored -> decision.expect(redecision.done(decision));
        case Origin.Genesis ignored -> {
          demandEvent(first);
          ordered.add(decision);
          return;
        }
        case Origin.Same ignored -> throw new IllegalStateException("it has a cause");
      }
    } catch (RuntimeException e) {
      window.faults().add(decision.position(), Faults.Check.CAUSE, Diverged.in(first, e));
      return;
    }
    decision.check(window.faults());
  }

  private static void demandEvent(Recorded<?> recorded) {
    if (recorded.event() == null) {
      throw Diverged.at(recorded, "event", "an event", "none", "nothing came of the cause");
    }
  }

  /** Now that all is known that was sent: what was taken, and when. */
  void messages() {
    blocks.check();
    lanes.messages();
  }

  /** Now that all is known that was taken: what became known of that. */
  void notes() {
    lanes.notes();
  }
}
