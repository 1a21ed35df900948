package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Message;
import epochal.persistence.audit.Flights.Flight;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a window say of messages. The log must take each message once, in the order
 * of its lane, after it was sent and not at an earlier block; and nobody may forget what is still
 * needed. For one thread, which looks at its records; at what others have sent when all have looked
 * ({@link #messages}); and at what others have taken after that ({@link #notes}).
 */
final class LaneAudit {
  private static final int SHARE = 32;

  private final KnownStreams streams;
  private final EntryAudit entries;
  private final Redecision redecision;
  private final SupplyChanges supply;

  private final List<Delivered> delivered = new ArrayList<>();
  private final List<Flight> acknowledged = new ArrayList<>();
  private final List<Forgotten> forgotten = new ArrayList<>();
  private Window window = new Window();

  private final @Nullable Flight[] flights = new @Nullable Flight[SHARE];

  /** Means nothing; without it nobody would have to read what is read ahead. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  /** A decision that a message has caused. */
  private record Delivered(OpenDecision decision, Flights sender) {}

  /**
   * A sender that a record forgets.
   *
   * @param last the last number that was taken from it
   */
  private record Forgotten(Stream sender, long last, long position) {}

  LaneAudit(KnownStreams streams, EntryAudit entries, Redecision redecision, SupplyChanges supply) {
    this.streams = streams;
    this.entries = entries;
    this.redecision = redecision;
    this.supply = supply;
  }

  void begin(Window next) {
    window = next;
    delivered.clear();
    acknowledged.clear();
    forgotten.clear();
  }

  /** Everything that a record sent goes under way. */
  void sent(Stream stream, Entity<?> before, Entity<?> after, long block, long position) {
    for (long number = before.lanes().sent() + 1; number <= after.lanes().sent(); number++) {
      Lanes.Sent sent = after.lanes().outbox().get(number);
      if (sent == null) {
        throw new IllegalStateException("message " + number + " is not in the outbox");
      }
      stream
          .flights()
          .add(new Flight(sent.to(), number, sent.after(), block, sent.message(), position));
      supply.sent(position, block, sent.message());
    }
  }

  /** A record says what became known of messages. */
  void noted(Stream stream, Entity<?> before, Recorded<?> recorded, long position) {
    for (long number : recorded.notes().acknowledged()) {
      Flight flight = stream.flights().find(number);
      if (flight == null || flight.acknowledgedAt() != 0) {
        throw Diverged.at(
            recorded,
            "notes.acknowledged",
            "a message that waits for it",
            number,
            "the message was not sent or was acknowledged before");
      }
      stream.flights().acknowledged(flight, position);
      acknowledged.add(flight);
    }
    for (EntityId sender : recorded.notes().forgotten()) {
      Long last = before.lanes().inbox().get(sender);
      if (last == null) {
        throw Diverged.at(
            recorded,
            "notes.forgotten",
            "a sender that is remembered",
            sender.text(),
            "nothing from it is remembered");
      }
      forgotten.add(new Forgotten(streams.of(sender), last, position));
    }
  }

  /** A message has caused a decision. */
  void delivered(OpenDecision decision, Origin.Delivered cause) {
    delivered.add(new Delivered(decision, streams.of(cause.from()).flights()));
  }

  /** Now that all is known that was sent: each takes its message, and what came of it. */
  void messages() {
    for (int i = 0; i < delivered.size(); i++) {
      if (i % SHARE == 0) {
        look(i, Math.min(i + SHARE, delivered.size()));
      }
      OpenDecision decision = delivered.get(i).decision();
      try {
        Message taken = taken(decision, delivered.get(i).sender());
        decision.received(taken.value());
        decision.expect(redecision.received(decision, taken));
      } catch (RuntimeException e) {
        window
            .faults()
            .add(decision.position(), Faults.Check.CAUSE, Diverged.in(decision.first(), e));
        continue;
      }
      decision.check(window.faults());
    }
  }

  /** Looks ahead at the messages of a few decisions; {@link LookAhead} says why. */
  private void look(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += delivered.get(i).sender().touch();
    }
    for (int i = from; i < to; i++) {
      var cause = (Origin.Delivered) delivered.get(i).decision().first().origin();
      Flight flight = delivered.get(i).sender().find(cause.number());
      flights[i - from] = flight;
    }
    for (int i = 0; i < to - from; i++) {
      Flight flight = flights[i];
      sum += flight == null ? 0 : flight.message().value().amount();
    }
    touched += sum;
  }

  /** Takes the message that a decision names as its cause. */
  private Message taken(OpenDecision decision, Flights sender) {
    Recorded<?> recorded = decision.first();
    var cause = (Origin.Delivered) recorded.origin();
    long position = decision.position();
    EntityId to = recorded.entity();
    Flight flight = sender.find(cause.number());
    if (flight == null || !flight.to().equals(to) || !sender.isNext(flight, position)) {
      Flight next = sender.next(to, position);
      throw Diverged.at(
          recorded,
          "origin.number",
          next == null ? "nothing" : next.number(),
          cause.number(),
          next == null
              ? "nothing from " + cause.from().text() + " is under way"
              : "the next message from " + cause.from().text() + " is another");
    }
    if (flight.block() > recorded.block()) {
      throw Diverged.at(
          recorded,
          "block",
          flight.block() + " or later",
          recorded.block(),
          "the message was taken at an earlier block than it was sent");
    }
    flight.taken(position);
    supply.taken(position, recorded.block(), flight.message());
    return flight.message();
  }

  /**
   * Now that all is known that was taken: only that may be acknowledged, and only what is
   * acknowledged forgotten.
   */
  void notes() {
    for (Flight flight : acknowledged) {
      long position = flight.acknowledgedAt();
      if (!flight.isTaken(position)) {
        wrong(
            position,
            "notes.acknowledged",
            "a message that " + flight.to().text() + " has taken",
            flight.number(),
            "the message has not been taken yet");
      }
    }
    for (Forgotten note : forgotten) {
      Flight last = note.sender().flights().find(note.last());
      if (last != null && !last.isAcknowledged(note.position())) {
        wrong(
            note.position(),
            "notes.forgotten",
            "a sender that has all acknowledgements",
            note.sender().entity().text(),
            "its message " + last.number() + " may still be sent again");
      }
    }
  }

  private void wrong(long position, String field, String expected, Object found, String sentence) {
    Recorded<?> recorded = entries.again(window, position);
    Diverged wrong = Diverged.at(recorded, field, expected, found, sentence);
    window.faults().add(position, Faults.Check.NOTES, wrong.divergence());
  }
}
