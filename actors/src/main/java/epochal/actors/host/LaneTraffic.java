package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one hosted entity as they are operated: transmitting what is durable, noting what
 * has arrived, and finding out which lanes may be forgotten.
 *
 * <p>Nothing here is durable. What is noted is lost in a crash, and then the messages are sent and
 * acknowledged once more.
 */
final class LaneTraffic {
  /** Questions about settled lanes that are asked at once. */
  private static final int ASK_AT_ONCE = 64;

  /** How often on average a lane may be said to be settled before what is void is dropped. */
  private static final int MOST_FOR_EACH = 2;

  /** Messages that follow at once when the first of a lane has arrived at last. */
  private static final int WINDOW = 16;

  private final HostEnvironment environment;
  private final EntityId self;

  private Lanes lanes = Lanes.EMPTY;

  // Counted here, since the maps that also know it are seldom in the processor's cache.
  private long sent;
  private int outstanding;
  private final ArrivedNumbers arrived = new ArrivedNumbers();
  private final Set<EntityId> lossy = new HashSet<>();

  private final QuietLanes quiet = new QuietLanes();

  /** Up to this block nothing that was said of a lane is over, which spares fetching it. */
  private long overAfter = Long.MAX_VALUE;

  private int reported;
  private long resendUpTo;

  private final Patience patience;
  private @Nullable EntityId askedUpTo;
  private long askAtNanos = System.nanoTime();

  LaneTraffic(HostEnvironment environment, EntityId self) {
    this.environment = environment;
    this.self = self;
    this.patience = new Patience(environment.settings().resendAfter(), System.nanoTime());
  }

  /** After recovery: everything that is outstanding is sent again, from the first. */
  void recovered(Entity<?> entity) {
    lanes = entity.lanes();
    sent = lanes.sent();
    outstanding = lanes.outbox().size();
    resendUpTo = sent;
    patience.begin(System.nanoTime());
    report();
    resend(entity);
  }

  /** Sends what has become durable with {@code entity}, whose notes were {@code taken}. */
  void persisted(Entity<?> entity, LaneNotes taken) {
    tellCurious(entity, taken.acknowledged());
    arrived.removeAll(taken.acknowledged());
    for (EntityId forgotten : taken.forgotten()) {
      dropUpTo(forgotten);
    }
    if (!taken.forgotten().isEmpty()) {
      lookAtFirst();
    }
    if (outstanding == 0) {
      patience.begin(System.nanoTime());
    }
    lanes = entity.lanes();
    for (long number = sent + 1; number <= lanes.sent(); number++) {
      Lanes.Sent message = lanes.outbox().get(number);
      if (message == null) {
        throw new IllegalStateException("message " + number + " was sent and is not in the outbox");
      }
      environment.region().tellShortly(transmission(entity, number, message));
      outstanding++;
    }
    sent = lanes.sent();
    report();
  }

  /** What was said before of other lanes is void. */
  private void dropUpTo(EntityId forgotten) {
    boolean found = false;
    while (!found) {
      found = quiet.sender(0).equals(forgotten);
      quiet.removeFirst();
    }
  }

  /**
   * Tells those who asked with these numbers that their lanes are settled, in the log too. Where
   * more was sent meanwhile, they may ask again when they acknowledge that.
   */
  private void tellCurious(Entity<?> entity, List<Long> acknowledged) {
    for (long number : acknowledged) {
      Lanes.Sent message = arrived.asks(number) ? lanes.outbox().get(number) : null;
      if (message != null && isLast(number, message) && !isOutstanding(entity, message)) {
        tellSettled(entity, message.to(), number);
      }
    }
  }

  private boolean isLast(long number, Lanes.Sent message) {
    Long last = lanes.tails().get(message.to());
    return last != null && last == number;
  }

  private static boolean isOutstanding(Entity<?> entity, Lanes.Sent message) {
    return entity.lanes().isOutstanding(message.to());
  }

  private void tellSettled(Entity<?> entity, EntityId receiver, long number) {
    long block = Math.max(environment.clock().height(), entity.block());
    environment.region().tellIdly(new EntityMessage.Settled(receiver, self, number, block));
  }

  /**
   * The receiver has taken this number and everything before it on the lane.
   *
   * @param asks whether it wants to be told when the lane is settled
   */
  void acknowledged(Entity<?> entity, EntityId receiver, long number, boolean asks) {
    long at = number;
    Lanes.Sent message = lanes.outbox().get(at);
    // What is noted already was walked before, with everything under it.
    while (message != null && message.to().equals(receiver) && arrived.add(at)) {
      outstanding--;
      at = message.after();
      message = lanes.outbox().get(at);
    }
    report();
    if (asks && !arrived.ask(number) && !lanes.isOutstanding(receiver)) {
      tellSettled(entity, receiver, number);
    }
    if (lossy.remove(receiver)) {
      goOn(entity, receiver, number);
    }
  }

  /** Sends the next few of a lane on which something was lost. */
  private void goOn(Entity<?> entity, EntityId receiver, long number) {
    Long last = lanes.tails().get(receiver);
    if (last == null || last <= number || arrived.contains(last)) {
      return;
    }
    int left = WINDOW;
    for (var entry : lanes.outbox().after(number)) {
      if (left == 0) {
        break;
      }
      if (entry.getValue().to().equals(receiver) && !arrived.contains(entry.getKey())) {
        environment.region().tellShortly(transmission(entity, entry.getKey(), entry.getValue()));
        left--;
      }
    }
    lossy.add(receiver);
  }

  /**
   * Whether anything was sent again of which it is not known what became, and more waits for that.
   */
  boolean isLossy() {
    return !lossy.isEmpty();
  }

  /** How many messages are not known to have arrived. */
  int outstanding() {
    return outstanding;
  }

  /** What is to ride on the next record. */
  LaneNotes notes(long block) {
    List<EntityId> forgotten = forgettable(block);
    return arrived.isEmpty() && forgotten.isEmpty()
        ? LaneNotes.NONE
        : new LaneNotes(arrived.toList(), forgotten);
  }

  /** Whether there is anything to be recorded. */
  boolean hasNotes(long block) {
    return !arrived.isEmpty() || !forgettable(block).isEmpty();
  }

  /** The lanes that may be forgotten. */
  private List<EntityId> forgettable(long block) {
    if (block <= overAfter) {
      return List.of();
    }
    while (!quiet.isEmpty() && isOver(0, block) && !holds(0)) {
      quiet.removeFirst();
    }
    var forgettable = new LinkedHashSet<EntityId>();
    for (int i = 0; i < quiet.size() && isOver(i, block); i++) {
      if (holds(i)) {
        forgettable.add(quiet.sender(i));
      }
    }
    lookAtFirst();
    return List.copyOf(forgettable);
  }

  /** Whether no copy of anything that was sent before can be under way. */
  private boolean isOver(int index, long block) {
    return block > overAfter(quiet.block(index));
  }

  private long overAfter(long settledAt) {
    return settledAt + environment.aggregates().network().laneLifetime();
  }

  private void lookAtFirst() {
    overAfter = quiet.isEmpty() ? Long.MAX_VALUE : overAfter(quiet.block(0));
  }

  /** Whether nothing was taken on the lane since then. */
  private boolean holds(int index) {
    Long last = lanes.inbox().get(quiet.sender(index));
    return last != null && last == quiet.number(index);
  }

  /** How long it is until somebody must look for messages that are late. */
  Duration untilLook() {
    return patience.left(System.nanoTime());
  }

  /** Sends again what is late, if it is time to look. */
  void look(Entity<?> entity) {
    if (patience.isOver(System.nanoTime())) {
      patience.looked(resend(entity), System.nanoTime());
    }
  }

  /**
   * Sends again the first message of each lane that was outstanding at the last look and still is;
   * what was sent since then may well be under way. Those behind it follow when it has arrived, so
   * that a receiver that has too much to do is not given more.
   *
   * @return whether there was any
   */
  private boolean resend(Entity<?> entity) {
    int left = environment.settings().resendAtOnce();
    var begun = new HashSet<EntityId>();
    for (var entry : lanes.outbox().entrySet()) {
      if (entry.getKey() > resendUpTo || left == 0) {
        break;
      }
      Lanes.Sent message = entry.getValue();
      if (!arrived.contains(entry.getKey()) && begun.add(message.to())) {
        environment.region().tell(transmission(entity, entry.getKey(), message));
        lossy.add(message.to());
        left--;
      }
    }
    resendUpTo = sent;
    return !begun.isEmpty();
  }

  private EntityMessage.Transmit transmission(Entity<?> entity, long number, Lanes.Sent message) {
    return new EntityMessage.Transmit(
        message.to(),
        self,
        number,
        message.after(),
        Math.max(environment.clock().height(), entity.block()),
        message.message());
  }

  /**
   * Asks the next senders whether their lanes are settled, where there are many of which nothing is
   * known: as after a start, when all that was said before is lost. Now and then, since most say so
   * by themselves soon.
   *
   * @return whether it is to be called again
   */
  boolean askForgettable() {
    int enough = 2 * environment.settings().forgetAbove();
    // What is void and not yet dropped only puts the question off.
    if (lanes.inbox().size() - quiet.size() <= enough) {
      return false;
    }
    long now = System.nanoTime();
    if (now - askAtNanos < 0) {
      return true;
    }
    askAtNanos = now + environment.settings().flushAfter().toNanos();
    dropVoid();
    var known = new HashSet<EntityId>();
    for (int i = 0; i < quiet.size(); i++) {
      known.add(quiet.sender(i));
    }
    if (lanes.inbox().size() - known.size() <= enough) {
      return false;
    }
    var rest = askedUpTo == null ? lanes.inbox().entrySet() : lanes.inbox().after(askedUpTo);
    int asked = 0;
    for (var entry : rest) {
      if (asked == ASK_AT_ONCE) {
        return true;
      }
      EntityId sender = entry.getKey();
      askedUpTo = sender;
      if (!known.contains(sender)) {
        environment.region().tell(new EntityMessage.AskSettled(sender, self, entry.getValue()));
        asked++;
      }
    }
    askedUpTo = null;
    return true;
  }

  private void dropVoid() {
    quiet.removeIf(index -> !holds(index));
    lookAtFirst();
  }

  /** Answers such a question, from what is durable. */
  void answerSettled(Entity<?> entity, EntityMessage.AskSettled question) {
    if (!lanes.isOutstanding(question.from())) {
      tellSettled(entity, question.from(), question.number());
    }
  }

  /** The sender says that nothing was outstanding; void if another number was taken since. */
  void settled(EntityMessage.Settled settled) {
    quiet.add(settled.from(), settled.number(), settled.block());
    overAfter = Math.min(overAfter, overAfter(settled.block()));
    // A lane that is used all the time is settled many times before the first of them is over.
    if (quiet.size() > MOST_FOR_EACH * lanes.inbox().size() + ASK_AT_ONCE) {
      dropVoid();
    }
  }

  /** The entity leaves memory. */
  void stopped() {
    environment.settling().inFlight(self, -reported);
    reported = 0;
  }

  private void report() {
    environment.settling().inFlight(self, outstanding - reported);
    reported = outstanding;
  }
}
