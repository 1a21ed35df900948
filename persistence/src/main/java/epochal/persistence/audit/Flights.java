package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one entity has sent and is not known to have arrived, by number. Since an entity numbers all
 * that it sends 1, 2, 3 …, they stand in order, and the few that are under way at a time lie close
 * together.
 */
final class Flights {
  private static final int FIRST = 4;

  private @Nullable Flight[] flights = new @Nullable Flight[FIRST];

  /** Of each its number; negative once it was acknowledged, so that none need be looked at. */
  private long[] numbers = new long[FIRST];

  private int count;

  /** Whether one was acknowledged since they were cleared. */
  private boolean acknowledged;

  /** A message, and where in the log what became of it stands: 1, 2, 3 …, 0 if nowhere yet. */
  static final class Flight {
    private final EntityId to;
    private final long number;
    private final long after;

    /** At which it was sent. */
    private final long block;

    private final Message message;
    private final long sentAt;
    private long takenAt;
    private long acknowledgedAt;

    /**
     * @param after the number before it on its lane, 0 if all were acknowledged when it was sent
     */
    Flight(EntityId to, long number, long after, long block, Message message, long sentAt) {
      this.to = to;
      this.number = number;
      this.after = after;
      this.block = block;
      this.message = message;
      this.sentAt = sentAt;
    }

    EntityId to() {
      return to;
    }

    long number() {
      return number;
    }

    long block() {
      return block;
    }

    Message message() {
      return message;
    }

    /** Whether it was under way just before a place in the log. */
    boolean isUnderWay(long position) {
      return sentAt < position && takenAt == 0;
    }

    /** Whether it was taken before a place in the log. */
    boolean isTaken(long position) {
      return takenAt != 0 && takenAt < position;
    }

    void taken(long position) {
      takenAt = position;
    }

    /** Whether it was acknowledged before a place in the log. */
    boolean isAcknowledged(long position) {
      return acknowledgedAt != 0 && acknowledgedAt < position;
    }

    long acknowledgedAt() {
      return acknowledgedAt;
    }
  }

  /** Brings the list into the processor's cache; the answer means nothing. */
  int touch() {
    return flights.length + numbers.length;
  }

  void add(Flight flight) {
    if (count == flights.length) {
      resize(2 * count);
    }
    numbers[count] = flight.number;
    flights[count++] = flight;
  }

  private void resize(int room) {
    flights = Arrays.copyOf(flights, room);
    numbers = Arrays.copyOf(numbers, room);
  }

  /** The message of that number; null if it was not sent or was acknowledged before the window. */
  @Nullable Flight find(long number) {
    int place = place(number);
    return place < 0 ? null : flights[place];
  }

  /** Where the message of that number is; negative if it is not there. */
  private int place(long number) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = Math.abs(numbers[middle]);
      if (found == number) {
        return middle;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The sender has written down that it has arrived. */
  void acknowledged(Flight flight, long position) {
    flight.acknowledgedAt = position;
    numbers[place(flight.number)] = -flight.number;
    acknowledged = true;
  }

  /** Whether the message is the next that its receiver may take: all before it were taken. */
  boolean isNext(Flight flight, long position) {
    Flight before = flight.after == 0 ? null : find(flight.after);
    return flight.isUnderWay(position) && (before == null || before.isTaken(position));
  }

  /** The first on its lane that is under way; null if none is. */
  @Nullable Flight next(EntityId to, long position) {
    for (int i = 0; i < count; i++) {
      Flight flight = flights[i];
      if (flight != null && flight.isUnderWay(position) && flight.to.equals(to)) {
        return flight;
      }
    }
    return null;
  }

  /** Lets go what was acknowledged in windows that are over. */
  void clear() {
    if (!acknowledged) {
      return;
    }
    acknowledged = false;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (numbers[i] > 0) {
        numbers[kept] = numbers[i];
        flights[kept++] = flights[i];
      }
    }
    Arrays.fill(flights, kept, count, null);
    count = kept;
    if (kept < flights.length / 4 && flights.length > FIRST) {
      resize(Math.max(FIRST, flights.length / 2));
    }
  }
}
