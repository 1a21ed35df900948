package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.ledger.aggregate.Input;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages on lanes that wait or are being written: the last of each sender. */
final class Arrivals {
  // Most often there is one.
  private @Nullable EntityId from;
  private long number;
  private @Nullable Map<EntityId, Long> others;

  /**
   * Whether it has its turn, or will when those before it have had theirs, and is no copy of one
   * that waits; only that may take room.
   *
   * @param turn as it is durable, and not a duplicate
   */
  boolean mayTakeRoom(EntityMessage.Transmit m, Lanes.Turn turn) {
    long before = last(m.from());
    boolean inTurn = turn == Lanes.Turn.NEXT || before >= m.after();
    return inTurn && before < m.number();
  }

  private long last(EntityId sender) {
    if (sender.equals(from)) {
      return number;
    }
    return others == null ? 0 : others.getOrDefault(sender, 0L);
  }

  void add(EntityMessage.Transmit m) {
    boolean isOther = from != null && !m.from().equals(from);
    if (isOther || others != null && others.containsKey(m.from())) {
      if (others == null) {
        others = new HashMap<>();
      }
      others.put(m.from(), m.number());
    } else {
      from = m.from();
      number = m.number();
    }
  }

  /** It is decided; or it was not taken, and has to come again. */
  void remove(Input.Arrived<?> arrived) {
    if (arrived.from().equals(from)) {
      if (arrived.number() == number) {
        from = null;
      }
    } else if (others != null && others.remove(arrived.from(), arrived.number())) {
      others = others.isEmpty() ? null : others;
    }
  }
}
