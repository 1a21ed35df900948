package epochal.actors.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages for an entity that have time until it does something anyway. To be told of each would
 * cost it more than to read it: its actor would be scheduled, and fetched into the processor's
 * cache, for one number. While it waits for just such a message it says so, and is told.
 *
 * <p>Any thread puts messages in, and what is taken out at once is in order; where a thread
 * delivers while another puts in, theirs may change places, as in any mailbox.
 */
public final class IdleMail {
  private final AtomicReference<@Nullable Letter> newest = new AtomicReference<>();

  private volatile boolean expected;

  private record Letter(EntityMessage message, @Nullable Letter before) {}

  void add(EntityMessage message) {
    Letter before = newest.get();
    while (!newest.compareAndSet(before, new Letter(message, before))) {
      before = newest.get();
    }
  }

  /** Whether the entity waits for mail; whoever sets it looks what is there already. */
  public void expect(boolean expects) {
    expected = expects;
  }

  boolean isExpected() {
    return expected;
  }

  /** Hands over everything that is there, the oldest first. */
  public void take(Consumer<? super EntityMessage> reader) {
    if (newest.get() == null) {
      return;
    }
    Letter letter = newest.getAndSet(null);
    if (letter != null && letter.before() == null) {
      reader.accept(letter.message());
      return;
    }
    Deque<EntityMessage> messages = new ArrayDeque<>();
    for (; letter != null; letter = letter.before()) {
      messages.addFirst(letter.message());
    }
    messages.forEach(reader);
  }
}
