package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.ledger.aggregate.Input;
import epochal.ledger.lane.Lanes;

/** Messages on lanes that wait or are being written: the last of each sender. */
final class Arrivals {
  private final LastNumbers last = new LastNumbers();

  /**
   * Whether it has its turn, or will when those before it have had theirs, and is no copy of one
   * that waits; only that may take room.
   *
   * @param turn as it is durable, and not a duplicate
   */
  boolean mayTakeRoom(EntityMessage.Transmit m, Lanes.Turn turn) {
    long before = last.of(m.from());
    boolean inTurn = turn == Lanes.Turn.NEXT || before >= m.after();
    return inTurn && before < m.number();
  }

  void add(EntityMessage.Transmit m) {
    last.raise(m.from(), m.number());
  }

  /** It is decided; or it was not taken, and has to come again. */
  void remove(Input.Arrived<?> arrived) {
    last.remove(arrived.from(), arrived.number());
  }
}
