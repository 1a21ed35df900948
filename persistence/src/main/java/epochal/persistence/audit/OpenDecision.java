package epochal.persistence.audit;

import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision whose records are coming: what must come of it, and the money that it moves. */
final class OpenDecision {
  private final Recorded<?> first;
  private Recorded<?> last;
  private int count;
  private @Nullable List<?> expected;

  /** What the decision made out of nothing so far, negative for what it lost, in rao. */
  private long surplus;

  OpenDecision(Recorded<?> first) {
    this.first = first;
    this.last = first;
  }

  EntityId entity() {
    return first.entity();
  }

  boolean continuesWith(Recorded<?> recorded) {
    return recorded.entity().equals(first.entity()) && !isComplete();
  }

  /** What must come of it; null if that is unknown. */
  void expect(@Nullable List<?> events) {
    expected = events;
  }

  boolean isComplete() {
    return expected != null && count >= expected.size();
  }

  /** The next record of the decision, before it is applied. */
  void check(Recorded<?> recorded) {
    last = recorded;
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
      if (count >= expected.size()) {
        throw Diverged.at(
            recorded, "event", "nothing", recorded.event(), "the cause had no effect");
      }
      FirstDifference difference =
          FirstDifference.between("event", expected.get(count), recorded.event());
      if (difference != null) {
        throw Diverged.at(
            recorded,
            difference.path(),
            difference.expected(),
            difference.found(),
            "the rules lead to something else");
      }
    }
    count++;
  }

  void received(Rao value) {
    surplus = Math.subtractExact(surplus, value.amount());
  }

  void moved(Holdings before, Holdings after, Flow flow) {
    surplus = Math.addExact(surplus, after.total().amount());
    surplus = Math.subtractExact(surplus, before.total().amount());
    surplus = Math.subtractExact(surplus, flow.minted().amount());
    surplus = Math.addExact(surplus, flow.recycled().amount());
    surplus = Math.addExact(surplus, Message.total(flow.sends()).amount());
  }

  /** No more records come. */
  void close() {
    if (expected != null && count < expected.size()) {
      throw new Diverged(
          new Divergence(
              entity(),
              last.sequence() + 1,
              last.block(),
              "event",
              FirstDifference.shown(expected.get(count)),
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

  void compare(String field, long expectedTotal, long found) {
    if (expectedTotal != found) {
      throw Diverged.at(
          last, field, expectedTotal, found, "the emission counts otherwise than the log");
    }
  }
}
