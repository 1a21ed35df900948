package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Message;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is under way on every lane: sent and not yet taken, in order. The log must take each message
 * once, in the order of its lane, after it was sent and not at an earlier block; and nobody may
 * forget what is still needed.
 */
final class LaneAudit {

  /** From one entity to another. */
  private record Lane(EntityId from, EntityId to) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Lane(EntityId otherFrom, EntityId otherTo)
          && from.equals(otherFrom)
          && to.equals(otherTo);
    }

    @Override
    public int hashCode() {
      return 31 * from.hashCode() + to.hashCode();
    }
  }

  /** A message under way, and the next on its lane: most lanes have one at a time. */
  private static final class Flight {
    private final long number;

    /** At which it was sent. */
    private final long block;

    private final Message message;
    private @Nullable Flight next;

    /** Kept by the first of a lane. */
    private Flight last = this;

    Flight(long number, long block, Message message) {
      this.number = number;
      this.block = block;
      this.message = message;
    }

    void add(Flight flight) {
      last.next = flight;
      last = flight;
    }
  }

  /** The first message of each lane that has any. */
  private final Map<Lane, Flight> lanes = new HashMap<>();

  private long unissued;

  /** Emission under way that has not been issued, in rao. */
  long unissued() {
    return unissued;
  }

  /** Everything that a record sent goes under way. */
  void sent(Entity<?> before, Entity<?> after, long block, SupplyBook supply) {
    for (long number = before.lanes().sent() + 1; number <= after.lanes().sent(); number++) {
      Lanes.Sent sent = after.lanes().outbox().get(number);
      if (sent == null) {
        throw new IllegalStateException("message " + number + " is not in the outbox");
      }
      var flight = new Flight(number, block, sent.message());
      Flight head = lanes.putIfAbsent(new Lane(before.id(), sent.to()), flight);
      if (head != null) {
        head.add(flight);
      }
      supply.sent(block, sent.message().value());
      unissued = Math.addExact(unissued, unissued(sent.message()));
    }
  }

  /** Takes the message that a record names as its cause. */
  Message taken(Recorded<?> recorded, Origin.Delivered cause, SupplyBook supply) {
    var lane = new Lane(cause.from(), recorded.entity());
    Flight head = lanes.get(lane);
    if (head == null) {
      throw Diverged.at(
          recorded,
          "origin.number",
          "nothing",
          cause.number(),
          "nothing from " + cause.from().text() + " is under way");
    }
    if (head.number != cause.number()) {
      throw Diverged.at(
          recorded,
          "origin.number",
          head.number,
          cause.number(),
          "the next message from " + cause.from().text() + " is another");
    }
    if (head.block > recorded.block()) {
      throw Diverged.at(
          recorded,
          "block",
          head.block + " or later",
          recorded.block(),
          "the message was taken at an earlier block than it was sent");
    }
    Flight next = head.next;
    if (next == null) {
      lanes.remove(lane);
    } else {
      next.last = head.last;
      lanes.put(lane, next);
    }
    supply.taken(recorded.block(), head.message.value());
    unissued -= unissued(head.message);
    return head.message;
  }

  /** Only what was taken may be acknowledged, and only what is acknowledged forgotten. */
  void noted(Entity<?> entity, Recorded<?> recorded, Replayed others) {
    for (long number : recorded.notes().acknowledged()) {
      Lanes.Sent sent = entity.lanes().outbox().get(number);
      if (sent == null) {
        throw Diverged.at(
            recorded,
            "notes.acknowledged",
            "a message that waits for it",
            number,
            "the message was not sent or was acknowledged before");
      }
      Flight head = lanes.get(new Lane(entity.id(), sent.to()));
      if (head != null && head.number <= number) {
        throw Diverged.at(
            recorded,
            "notes.acknowledged",
            "a message that " + sent.to().text() + " has taken",
            number,
            "the message has not been taken yet");
      }
    }
    for (EntityId sender : recorded.notes().forgotten()) {
      forgotten(entity, recorded, sender, others);
    }
  }

  private static void forgotten(
      Entity<?> entity, Recorded<?> recorded, EntityId sender, Replayed others) {
    Long last = entity.lanes().inbox().get(sender);
    if (last == null) {
      throw Diverged.at(
          recorded,
          "notes.forgotten",
          "a sender that is remembered",
          sender.text(),
          "nothing from it is remembered");
    }
    Entity<?> other = others.entity(sender);
    Long number = other.lanes().tails().get(entity.id());
    while (number != null && number != 0) {
      Lanes.Sent sent = other.lanes().outbox().get(number);
      if (sent != null && number <= last) {
        throw Diverged.at(
            recorded,
            "notes.forgotten",
            "a sender that has all acknowledgements",
            sender.text(),
            "its message " + number + " may still be sent again");
      }
      number = sent == null ? null : Long.valueOf(sent.after());
    }
  }

  private static long unissued(Message message) {
    return switch (message) {
      case Message.EpochDue due -> due.emission().amount();
      case Message.EpochSettled settled ->
          Math.addExact(settled.paid().amount(), settled.remainder().amount());
      default -> 0;
    };
  }
}
