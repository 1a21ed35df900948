package epochal.ledger.lane;

import epochal.ledger.id.EntityId;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.map.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Both ends of all lanes of one aggregate: what it has sent and is not known to have arrived, and
 * how far it has received from each other aggregate.
 *
 * <h2>Exactly once</h2>
 *
 * An aggregate numbers everything it sends 1, 2, 3 …, over all its lanes. A transmission names its
 * number and the number before it on the same lane that may still be unacknowledged ({@code after},
 * 0 if there is none). The receiver takes it when it has taken {@code after} already and not yet
 * the number itself; a lower number is a duplicate, acknowledged again without effect; one that
 * came too early waits for its turn to be sent again. Since the sender keeps a message until its
 * acknowledgement is <em>persisted</em>, and the receiver's event names the number that caused it,
 * a crash on either side at any moment neither loses nor doubles a message.
 *
 * <h2>Bounded</h2>
 *
 * The sender forgets a lane at once when everything on it is acknowledged, because its numbers
 * never start again. The receiver must remember the last number until no duplicate of it can still
 * be under way: a transmission is stamped with its sender's block and is void {@link
 * epochal.ledger.aggregate.NetworkParameters#laneLifetime} blocks later, so the receiver may forget
 * the lane that many blocks after the sender has said that nothing on it is outstanding.
 *
 * @param sent the last number used, on any lane
 * @param outbox sent and not known to have arrived, by number
 * @param tails the last number in the outbox by receiver
 * @param inbox the last number taken by sender
 */
public record Lanes(
    long sent,
    BTreeMap<Long, Sent> outbox,
    BTreeMap<EntityId, Long> tails,
    BTreeMap<EntityId, Long> inbox) {

  public static final Lanes EMPTY =
      new Lanes(0, BTreeMap.empty(), BTreeMap.empty(), BTreeMap.empty());

  public Lanes {
    tails = tails.as(Layout.numbers());
    inbox = inbox.as(Layout.numbers());
  }

  /**
   * A message in the outbox.
   *
   * @param after the number before it on its lane when it was sent, 0 if all were acknowledged
   */
  public record Sent(EntityId to, long after, Message message) {}

  /** What a receiver makes of a transmission. */
  public enum Turn {
    /** It is the next on its lane. */
    NEXT,
    /** It was taken before. */
    DUPLICATE,
    /** Something before it on its lane has not arrived. */
    EARLY
  }

  /** The lanes after these messages were sent, in this order. */
  public Lanes send(List<Outgoing> messages) {
    if (messages.isEmpty()) {
      return this;
    }
    long number = sent;
    var newOutbox = outbox;
    var newTails = tails;
    for (Outgoing outgoing : messages) {
      number++;
      Long after = newTails.get(outgoing.to());
      newOutbox =
          newOutbox.plus(
              number, new Sent(outgoing.to(), after == null ? 0 : after, outgoing.message()));
      newTails = newTails.plus(outgoing.to(), number);
    }
    return new Lanes(number, newOutbox, newTails, inbox);
  }

  /** What is to be made of number {@code number} from {@code from}. */
  public Turn turn(EntityId from, long number, long after) {
    Long known = inbox.get(from);
    long last = known == null ? 0 : known;
    if (number <= last) {
      return Turn.DUPLICATE;
    }
    return after <= last ? Turn.NEXT : Turn.EARLY;
  }

  /**
   * The lanes after number {@code number} of {@code from} was taken.
   *
   * @throws IllegalStateException if it was taken before
   */
  public Lanes receive(EntityId from, long number) {
    return new Lanes(
        sent,
        outbox,
        tails,
        inbox.plus(from, number, (known, next) -> requireLater(from, known, next)));
  }

  private static Long requireLater(EntityId from, Long known, Long number) {
    if (number <= known) {
      throw new IllegalStateException(
          "message " + number + " from " + from.text() + " was taken before; last was " + known);
    }
    return number;
  }

  /**
   * The numbers in the outbox that an acknowledgement settles: {@code number} and all before it on
   * the same lane.
   */
  public List<Long> settledBy(EntityId to, long number) {
    var settled = new ArrayList<Long>();
    Sent entry = outbox.get(number);
    long at = number;
    while (entry != null && entry.to().equals(to)) {
      settled.add(at);
      at = entry.after();
      entry = outbox.get(at);
    }
    return settled;
  }

  /** The lanes once these numbers are known to have arrived. */
  public Lanes acknowledged(Collection<Long> numbers) {
    if (numbers.isEmpty()) {
      return this;
    }
    var newOutbox = outbox;
    var newTails = tails;
    for (Long number : numbers) {
      Sent entry = newOutbox.get(number);
      if (entry == null) {
        throw new IllegalStateException("message " + number + " is not outstanding");
      }
      newOutbox = newOutbox.minus(number);
      if (number.equals(newTails.get(entry.to()))) {
        newTails = newTails.minus(entry.to());
      }
    }
    return new Lanes(sent, newOutbox, newTails, inbox);
  }

  /** The lanes without memory of what came from these. */
  public Lanes forget(Collection<EntityId> senders) {
    return senders.isEmpty() ? this : new Lanes(sent, outbox, tails, inbox.minusAll(senders));
  }

  /** Whether something on the lane to {@code to} is not known to have arrived. */
  public boolean isOutstanding(EntityId to) {
    return tails.containsKey(to);
  }
}
