package epochal.persistence.audit;

import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision whose records are coming: what must come of it, and the money that it moves. Its
 * records stand side by side in the log, because they are persisted as one.
 */
final class OpenDecision {
  private final Recorded<?> first;
  private final Object state;
  private final long position;

  /** Those behind the first. */
  private List<Recorded<?>> others = List.of();

  /** Whether it was looked at why it is there. */
  private boolean explained;

  private @Nullable List<?> expected;

  /** Records that are as they were expected. */
  private int checked;

  /** Events among them. */
  private int events;

  private boolean ended;
  private boolean closed;

  /** What the decision made out of nothing so far, negative for what it lost, in rao. */
  private long surplus;

  /**
   * @param state of the entity before it
   * @param position of its first record in the log
   */
  OpenDecision(Recorded<?> first, Object state, long position) {
    this.first = first;
    this.state = state;
    this.position = position;
  }

  /** Of the entity before it. */
  Object state() {
    return state;
  }

  Recorded<?> first() {
    return first;
  }

  long position() {
    return position;
  }

  /** Of the last record in the log. */
  long lastPosition() {
    return position + others.size();
  }

  /** Whether a record at this place in the log, which names no cause of its own, may be of it. */
  boolean continuesAt(long next) {
    return next == lastPosition() + 1 && !isComplete();
  }

  void add(Recorded<?> recorded) {
    if (others.isEmpty()) {
      others = new ArrayList<>(2);
    }
    others.add(recorded);
  }

  boolean isExplained() {
    return explained;
  }

  /** What must come of it; null if that is unknown. */
  void expect(@Nullable List<?> due) {
    explained = true;
    expected = due;
  }

  /** No more records come. */
  void end() {
    ended = true;
  }

  private boolean isComplete() {
    return expected != null && events >= expected.size();
  }

  /** Whether what came of it so far is what must come of its cause. */
  void check(Faults faults) {
    try {
      compare();
    } catch (RuntimeException e) {
      faults.add(position + checked, Faults.Check.EXPECTED, Diverged.in(first, e));
      return;
    }
    try {
      close();
    } catch (RuntimeException e) {
      faults.add(lastPosition(), Faults.Check.WHOLE, Diverged.in(first, e));
    }
  }

  /** Compares its records with what was expected. */
  private void compare() {
    for (; checked <= others.size(); checked++) {
      compare(checked == 0 ? first : others.get(checked - 1));
    }
  }

  private void compare(Recorded<?> recorded) {
    if (recorded != first && isComplete()) {
      throw homeless(recorded);
    }
    if (recorded.block() != first.block()) {
      throw Diverged.at(
          recorded,
          "block",
          first.block(),
          recorded.block(),
          "all records of a decision are of the same block");
    }
    if (recorded.event() == null) {
      return;
    }
    if (expected != null) {
      if (events >= expected.size()) {
        throw Diverged.at(
            recorded, "event", "nothing", recorded.event(), "the cause had no effect");
      }
      FirstDifference difference =
          FirstDifference.between("event", expected.get(events), recorded.event());
      if (difference != null) {
        throw Diverged.at(
            recorded,
            difference.path(),
            difference.expected(),
            difference.found(),
            "the rules lead to something else");
      }
    }
    events++;
  }

  /** A record names no cause of its own, and what stands before it needs no more. */
  static Diverged homeless(Recorded<?> recorded) {
    return Diverged.at(
        recorded,
        "origin",
        "a cause",
        "none",
        "the record goes with one before it, which is not there or needs no other");
  }

  void received(Rao value) {
    surplus = Math.subtractExact(surplus, value.amount());
  }

  void moved(Holdings held, Holdings holds, Flow flow) {
    surplus = Math.addExact(surplus, holds.total().amount());
    surplus = Math.subtractExact(surplus, held.total().amount());
    surplus = Math.subtractExact(surplus, flow.minted().amount());
    surplus = Math.addExact(surplus, flow.recycled().amount());
    surplus = Math.addExact(surplus, Message.total(flow.sends()).amount());
  }

  /** If it has all its records, it must be complete and conserve money. */
  private void close() {
    if (closed || !ended && !isComplete()) {
      return;
    }
    closed = true;
    Recorded<?> last = others.isEmpty() ? first : others.getLast();
    if (expected != null && events < expected.size()) {
      throw new Diverged(
          new Divergence(
              first.entity(),
              last.sequence() + 1,
              last.block(),
              "event",
              FirstDifference.shown(expected.get(events)),
              "none",
              "the rest of a decision is missing"));
    }
    if (surplus != 0) {
      throw Diverged.at(
          last,
          "conservation",
          "0 rao",
          surplus + " rao",
          surplus > 0 ? "money comes from nowhere" : "money is lost");
    }
  }
}
