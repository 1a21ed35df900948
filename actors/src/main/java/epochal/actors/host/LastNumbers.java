package epochal.actors.host;

import epochal.ledger.id.EntityId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The highest number of each sender, where there is most often one sender. */
final class LastNumbers {
  private @Nullable EntityId only;
  private long number;
  private @Nullable Map<EntityId, Long> others;

  /** 0 if there is none. */
  long of(EntityId sender) {
    if (sender.equals(only)) {
      return number;
    }
    return others == null ? 0 : others.getOrDefault(sender, 0L);
  }

  /** Without effect if a higher one is there. */
  void raise(EntityId sender, long to) {
    if (only == null && (others == null || !others.containsKey(sender))) {
      only = sender;
      number = to;
    } else if (sender.equals(only)) {
      number = Math.max(number, to);
    } else {
      if (others == null) {
        others = new LinkedHashMap<>();
      }
      others.merge(sender, to, Math::max);
    }
  }

  /** Without effect if another number is there by now. */
  void remove(EntityId sender, long last) {
    if (sender.equals(only)) {
      only = number == last ? null : only;
    } else if (others != null) {
      others.remove(sender, last);
      others = others.isEmpty() ? null : others;
    }
  }

  void forEach(ObjLongConsumer<EntityId> action) {
    if (only != null) {
      action.accept(only, number);
    }
    if (others != null) {
      others.forEach(action::accept);
    }
  }
}
