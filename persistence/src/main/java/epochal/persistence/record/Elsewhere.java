package epochal.persistence.record;

import com.google.protobuf.Descriptors.FieldDescriptor;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.persistence.record.Variants.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What of a call stands elsewhere in its record too, in the event or as the record's own key, and
 * is not written twice. Bytes are compared with bytes: a field of the event takes the place of the
 * call's field of the same name and type if both are written alike.
 */
final class Elsewhere {
  /** The record's own key. */
  private static final int OWN = -1;

  private static final int NOWHERE = 0;

  /** By number of the call, and of the event or 0 for none. */
  private static final @Nullable Elsewhere[][] PLANS = plans();

  /** By number of the call's field: the number of the event's, {@link #OWN} or {@link #NOWHERE}. */
  private final int[] sources;

  private final int[] tags;

  private Elsewhere(int[] sources, int[] tags) {
    this.sources = sources;
    this.tags = tags;
  }

  static Elsewhere of(int call, int event) {
    Elsewhere plan = PLANS[call][event];
    if (plan == null) {
      throw new IllegalStateException("no plan for call " + call + " with event " + event);
    }
    return plan;
  }

  private static @Nullable Elsewhere[][] plans() {
    var plans =
        new @Nullable Elsewhere[Variants.CALLS.highest() + 1][Variants.EVENTS.highest() + 1];
    for (int call = 0; call < plans.length; call++) {
      for (int event = 0; event < plans[call].length; event++) {
        if (Variants.CALLS.has(call) && (event == 0 || Variants.EVENTS.has(event))) {
          plans[call][event] =
              plan(Variants.CALLS.of(call), event == 0 ? null : Variants.EVENTS.of(event));
        }
      }
    }
    return plans;
  }

  private static Elsewhere plan(Variant call, @Nullable Variant event) {
    int[] sources = new int[Fields.HIGHEST + 1];
    int[] tags = new int[Fields.HIGHEST + 1];
    for (FieldDescriptor field : call.message().getFields()) {
      int number = field.getNumber();
      if (number > Fields.HIGHEST) {
        continue;
      }
      tags[number] = Fields.tag(field);
      FieldDescriptor other =
          event == null ? null : event.message().findFieldByName(field.getName());
      if (other == null) {
        boolean mayBeKey = field.getType() == FieldDescriptor.Type.BYTES && !field.isRepeated();
        sources[number] = mayBeKey ? OWN : NOWHERE;
      } else if (isWrittenAlike(field, other)) {
        sources[number] = other.getNumber();
      }
    }
    return new Elsewhere(sources, tags);
  }

  private static boolean isWrittenAlike(FieldDescriptor field, FieldDescriptor other) {
    return field.getType() == other.getType()
        && field.isRepeated() == other.isRepeated()
        && field.isPacked() == other.isPacked()
        && (field.isPacked() || !field.isRepeated())
        && other.getNumber() <= Fields.HIGHEST
        && (field.getType() != FieldDescriptor.Type.MESSAGE
            || field.getMessageType() == other.getMessageType())
        && (field.getType() != FieldDescriptor.Type.ENUM
            || field.getEnumType() == other.getEnumType());
  }

  /** The key of the record's own account or hotkey, with its length; null where there is none. */
  static byte @Nullable [] ownKey(EntityId entity) {
    AccountId key =
        switch (entity) {
          case EntityId.Account(AccountId coldkey) -> coldkey;
          case EntityId.Validator(AccountId hotkey) -> hotkey;
          case EntityId.Subnet ignored -> null;
          case EntityId.Emission ignored -> null;
        };
    if (key == null) {
      return null;
    }
    byte[] value = new byte[1 + AccountId.LENGTH];
    value[0] = AccountId.LENGTH;
    key.write(value, 1);
    return value;
  }

  int tag(int field) {
    return tags[field];
  }

  /**
   * The value that stands for a field of the call.
   *
   * @param event null where there is none
   * @param own null where there is none
   */
  @Nullable Value value(int field, @Nullable Fields event, byte @Nullable [] own) {
    int source = field < sources.length ? sources[field] : NOWHERE;
    if (source == OWN) {
      return own == null ? null : new Value(own, 0, own.length);
    }
    return source == NOWHERE || event == null || !event.has(source)
        ? null
        : new Value(event.source(), event.from(source), event.to(source));
  }

  /** A field's value in an array, with its length where it has one. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Value(byte[] source, int from, int to) {
    int length() {
      return to - from;
    }
  }
}
