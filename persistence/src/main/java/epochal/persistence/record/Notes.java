package epochal.persistence.record;

import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.id.EntityId;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.Output;
import epochal.persistence.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;

/** Notes about lanes: numbers as steps, each from the one before, and senders. */
final class Notes {
  private Notes() {}

  static void write(Output out, LaneNotes notes) {
    if (!notes.acknowledged().isEmpty()) {
      out.varint(RecordCodec.ACKNOWLEDGED_TAG);
      int begun = out.begin();
      long before = 0;
      for (long number : notes.acknowledged()) {
        if (number <= before) {
          throw new IllegalArgumentException(
              "acknowledged numbers ascend from 1: " + notes.acknowledged());
        }
        out.varint(number - before);
        before = number;
      }
      out.end(begun);
    }
    for (EntityId sender : notes.forgotten()) {
      out.varint(RecordCodec.FORGOTTEN_TAG);
      int begun = out.begin();
      Origins.writeEntity(out, sender);
      out.end(begun);
    }
  }

  /** The numbers, ascending. */
  static List<Long> readAcknowledged(Input in) {
    int outer = in.enter();
    if (in.isAtEnd()) {
      throw unreadable("is present without a number, which is not canonical");
    }
    var acknowledged = new ArrayList<Long>(2);
    long number = 0;
    while (!in.isAtEnd()) {
      long step = in.varint();
      if (step <= 0 || step > Long.MAX_VALUE - number) {
        throw unreadable("a step of " + step + " after " + number);
      }
      number += step;
      acknowledged.add(number);
    }
    in.leave(outer);
    return List.copyOf(acknowledged);
  }

  static EntityId readForgotten(Input in, Ids ids) {
    int outer = in.enter();
    EntityId sender = Origins.readEntity(in, ids);
    in.leave(outer);
    return sender;
  }

  private static UnreadableRecordException unreadable(String fault) {
    return new UnreadableRecordException(RecordCodec.NOTES_ONLY, "acknowledged_steps", fault);
  }
}
