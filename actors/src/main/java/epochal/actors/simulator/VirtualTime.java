package epochal.actors.simulator;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes from one event to the next. Events of the same instant go in the order in which
 * they were made.
 */
final class VirtualTime {

  /** Something that will happen. */
  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime == 0 ? Long.compare(order, other.order) : byTime;
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long order;
  private long passed;

  /** Has this happen so many ticks from now. */
  void after(long delay, Runnable action) {
    events.add(new Event(now + delay, order++, action));
  }

  boolean isOver() {
    return events.isEmpty();
  }

  /** How many events have passed. */
  long passed() {
    return passed;
  }

  /** Goes to the next event, which the caller lets happen; null if there is none. */
  @Nullable Runnable next() {
    Event event = events.poll();
    if (event == null) {
      return null;
    }
    now = event.time();
    passed++;
    return event.action();
  }
}
