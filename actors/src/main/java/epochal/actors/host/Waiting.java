package epochal.actors.host;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Inputs in the order in which they came. Most often there is one, which needs no queue. */
final class Waiting<C> {
  private @Nullable Pending<C> first;
  private @Nullable ArrayDeque<Pending<C>> others;

  void add(Pending<C> pending) {
    if (first == null) {
      first = pending;
      return;
    }
    if (others == null) {
      others = new ArrayDeque<>();
    }
    others.add(pending);
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return (first == null ? 0 : 1) + (others == null ? 0 : others.size());
  }

  /**
   * The next, which waits no more.
   *
   * @throws IllegalStateException if there is none
   */
  Pending<C> take() {
    Pending<C> next = first;
    if (next == null) {
      throw new IllegalStateException("nothing waits");
    }
    first = others == null ? null : others.poll();
    if (first == null) {
      others = null;
    }
    return next;
  }

  void forEach(Consumer<Pending<C>> action) {
    if (first != null) {
      action.accept(first);
    }
    if (others != null) {
      others.forEach(action);
    }
  }
}
