package epochal.persistence.record;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import epochal.persistence.wire.LedgerSchema;
import epochal.persistence.wire.MessageCodec;
import epochal.persistence.wire.SchemaMismatchException;
import epochal.persistence.wire.UnreadableRecordException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events, or the calls, by the number of their field in a oneof of the schema. A message
 * without a field, or a field without a message, stops the class from loading.
 */
final class Variants {
  static final Variants EVENTS =
      new Variants(
          epochal.persistence.schema.RecordBody.getDescriptor(),
          "event",
          LedgerSchema.events().values());
  static final Variants CALLS =
      new Variants(
          epochal.persistence.schema.SignedPayload.getDescriptor(),
          "call",
          LedgerSchema.calls().values());

  private final String schema;
  private final String name;
  private final Map<Class<?>, Variant> byType = new HashMap<>();
  private final @Nullable Variant[] byNumber;

  /**
   * One of them.
   *
   * @param tag of its field
   * @param message describes what is in the field
   */
  record Variant(int number, int tag, MessageCodec<?> codec, Descriptor message) {}

  private Variants(Descriptor container, String oneof, Collection<MessageCodec<?>> codecs) {
    schema = container.getFullName();
    name = oneof;
    var bySchema = new HashMap<String, MessageCodec<?>>();
    codecs.forEach(codec -> bySchema.put(codec.schema(), codec));
    OneofDescriptor variants =
        container.getRealOneofs().stream()
            .filter(one -> one.getName().equals(oneof))
            .findFirst()
            .orElseThrow();
    int highest =
        variants.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
    byNumber = new @Nullable Variant[highest + 1];
    for (FieldDescriptor field : variants.getFields()) {
      MessageCodec<?> codec = bySchema.remove(field.getMessageType().getFullName());
      if (codec == null) {
        throw new SchemaMismatchException(field.getFullName() + " has no Java record");
      }
      var variant =
          new Variant(field.getNumber(), Fields.tag(field), codec, field.getMessageType());
      byNumber[field.getNumber()] = variant;
      byType.put(codec.type(), variant);
    }
    if (!bySchema.isEmpty()) {
      throw new SchemaMismatchException(bySchema.keySet() + " have no field in " + schema);
    }
  }

  int highest() {
    return byNumber.length - 1;
  }

  boolean has(int number) {
    return number < byNumber.length && byNumber[number] != null;
  }

  Variant of(Object value) {
    Variant variant = byType.get(value.getClass());
    if (variant == null) {
      throw new IllegalArgumentException(value.getClass().getName() + " is no " + name);
    }
    return variant;
  }

  /**
   * @throws UnreadableRecordException for a number that this version does not know
   */
  Variant of(int number) {
    Variant variant = number < byNumber.length ? byNumber[number] : null;
    if (variant == null) {
      throw new UnreadableRecordException(
          schema, "field " + number, "this version knows no such " + name);
    }
    return variant;
  }
}
