package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import java.util.List;

/**
 * What an aggregate has learnt about its lanes since its last record. Losing a note is harmless:
 * the message is sent and acknowledged once more.
 *
 * @param acknowledged numbers of its own messages that have arrived, ascending
 * @param forgotten senders of which no duplicate can come any more
 */
public record LaneNotes(List<Long> acknowledged, List<EntityId> forgotten) {
  public static final LaneNotes NONE = new LaneNotes(List.of(), List.of());

  public boolean isEmpty() {
    return acknowledged.isEmpty() && forgotten.isEmpty();
  }
}
