package epochal.persistence.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed interface, which stands on the wire as a message that is one oneof: exactly one field,
 * whose number tells the variant.
 */
final class OneofCodec implements ValueCodec {

  /**
   * One of the interface's records.
   *
   * @param value reads and writes it
   */
  record Variant(int number, Class<?> type, ValueCodec value) {}

  private final String schema;
  private final Map<Class<?>, Variant> byType = new HashMap<>();
  private @Nullable Variant[] byNumber = {};

  OneofCodec(String schema) {
    this.schema = schema;
  }

  /** Completes the codec; until then it may only be referred to. */
  void bind(List<Variant> variants) {
    for (Variant variant : variants) {
      byType.put(variant.type(), variant);
      if (variant.number() >= byNumber.length) {
        byNumber = Arrays.copyOf(byNumber, variant.number() + 1);
      }
      byNumber[variant.number()] = variant;
    }
  }

  @Override
  public int wireType() {
    return Wire.LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return false;
  }

  @Override
  public void write(Output out, Object value) {
    Variant variant = variant(value);
    int begun = out.begin();
    out.varint(Wire.tag(variant.number(), variant.value().wireType()));
    variant.value().write(out, value);
    out.end(begun);
  }

  @Override
  public Object read(Input in, int depth) {
    int outer = in.enter();
    if (in.isAtEnd()) {
      throw new UnreadableRecordException(schema, "oneof", "nothing is set");
    }
    int tag = in.tag();
    int number = Wire.field(tag);
    Variant variant = number < byNumber.length ? byNumber[number] : null;
    if (variant == null || Wire.type(tag) != variant.value().wireType()) {
      throw new UnreadableRecordException(schema, "field " + number, "unknown to this version");
    }
    Object value = variant.value().read(in, depth);
    if (!in.isAtEnd()) {
      throw new UnreadableRecordException(schema, "oneof", "more than one field is set");
    }
    in.leave(outer);
    return value;
  }

  @Override
  public Object zero() {
    throw new IllegalArgumentException("is missing");
  }

  private Variant variant(Object value) {
    Variant variant = byType.get(value.getClass());
    if (variant == null) {
      throw new IllegalStateException(value.getClass() + " is no variant of " + schema);
    }
    return variant;
  }
}
