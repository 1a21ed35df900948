package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityId;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.lane.Lanes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one hosted entity as they are operated: transmitting what is durable, noting what has
 * arrived, and finding out which lanes may be forgotten.
 *
 * <p>Nothing here is durable. What is noted is lost in a crash, and then the messages are sent and
 * acknowledged once more.
 */
final class LaneTraffic {
  /** Questions about settled lanes that are asked at once. */
  private static final int ASK_AT_ONCE = 64;

  private final HostEnvironment environment;
  private final EntityId self;

  private Lanes lanes = Lanes.EMPTY;
  private final TreeSet<Long> arrived = new TreeSet<>();
  private final TreeMap<EntityId, Quiet> quiet = new TreeMap<>();
  private int reported;
  private long resendUpTo;
  private @Nullable EntityId askedUpTo;

  /** Nothing was outstanding, as the sender said at a block when this number was the last. */
  private record Quiet(long number, long block) {}

  LaneTraffic(HostEnvironment environment, EntityId self) {
    this.environment = environment;
    this.self = self;
  }

  /** After recovery: everything that is outstanding is sent again, from the first. */
  void recovered(Entity<?> entity) {
    lanes = entity.lanes();
    resendUpTo = lanes.sent();
    report();
    resend(entity);
  }

  /** Sends what has become durable with {@code entity}, whose notes were {@code taken}. */
  void persisted(Entity<?> entity, LaneNotes taken) {
    taken.acknowledged().forEach(arrived::remove);
    taken.forgotten().forEach(quiet::remove);
    long before = lanes.sent();
    lanes = entity.lanes();
    for (long number = before + 1; number <= lanes.sent(); number++) {
      Lanes.Sent sent = lanes.outbox().get(number);
      if (sent != null) {
        transmit(entity, number, sent);
      }
    }
    report();
  }

  /** The receiver has taken this number and everything before it on the lane. */
  void acknowledged(EntityId receiver, long number) {
    long at = number;
    Lanes.Sent sent = lanes.outbox().get(at);
    // What is noted already was walked before, with everything under it.
    while (sent != null && sent.to().equals(receiver) && arrived.add(at)) {
      at = sent.after();
      sent = lanes.outbox().get(at);
    }
    report();
  }

  /** How many messages are not known to have arrived. */
  int outstanding() {
    return lanes.outbox().size() - arrived.size();
  }

  /** What is to ride on the next record. */
  LaneNotes notes(long block) {
    if (arrived.isEmpty() && quiet.isEmpty()) {
      return LaneNotes.NONE;
    }
    List<EntityId> forgotten = new ArrayList<>();
    Iterator<Map.Entry<EntityId, Quiet>> entries = quiet.entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      Long last = lanes.inbox().get(entry.getKey());
      if (last == null || last != entry.getValue().number()) {
        entries.remove();
      } else if (block > entry.getValue().block() + laneLifetime()) {
        forgotten.add(entry.getKey());
      }
    }
    return arrived.isEmpty() && forgotten.isEmpty()
        ? LaneNotes.NONE
        : new LaneNotes(List.copyOf(arrived), List.copyOf(forgotten));
  }

  /**
   * Sends again what was outstanding one interval ago and still is. What was sent since then may
   * well be under way.
   */
  void resend(Entity<?> entity) {
    int left = environment.settings().resendAtOnce();
    for (var entry : lanes.outbox().entrySet()) {
      if (entry.getKey() > resendUpTo || left == 0) {
        break;
      }
      if (!arrived.contains(entry.getKey())) {
        transmit(entity, entry.getKey(), entry.getValue());
        left--;
      }
    }
    resendUpTo = lanes.sent();
  }

  private void transmit(Entity<?> entity, long number, Lanes.Sent sent) {
    environment
        .region()
        .tell(
            new EntityMessage.Transmit(
                sent.to(),
                self,
                number,
                sent.after(),
                Math.max(environment.clock().height(), entity.block()),
                sent.message()));
  }

  /**
   * Asks the next senders whether their lanes are settled, where there are many.
   *
   * @return whether any was asked
   */
  boolean askForgettable() {
    if (lanes.inbox().size() - quiet.size() <= environment.settings().forgetAbove()) {
      return false;
    }
    var rest = askedUpTo == null ? lanes.inbox() : lanes.inbox().tailMap(askedUpTo, false);
    int asked = 0;
    for (var entry : rest.entrySet()) {
      if (asked == ASK_AT_ONCE) {
        return true;
      }
      EntityId sender = entry.getKey();
      askedUpTo = sender;
      if (!quiet.containsKey(sender)) {
        environment
            .region()
            .tell(new EntityMessage.AskSettled(sender, self, entry.getValue()));
        asked++;
      }
    }
    askedUpTo = null;
    return true;
  }

  /** Answers such a question, from what is durable. */
  void answerSettled(Entity<?> entity, EntityMessage.AskSettled question) {
    if (!lanes.isOutstanding(question.from())) {
      long block = Math.max(environment.clock().height(), entity.block());
      environment
          .region()
          .tell(new EntityMessage.Settled(question.from(), self, question.number(), block));
    }
  }

  /** The sender says that nothing was outstanding; void if another number was taken since. */
  void settled(EntityMessage.Settled settled) {
    quiet.put(settled.from(), new Quiet(settled.number(), settled.block()));
  }

  /** The entity leaves memory. */
  void stopped() {
    environment.settling().inFlight(self, -reported);
    reported = 0;
  }

  private void report() {
    int now = outstanding();
    environment.settling().inFlight(self, now - reported);
    reported = now;
  }

  private long laneLifetime() {
    return environment.aggregates().network().laneLifetime();
  }
}
