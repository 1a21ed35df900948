package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final Map<Integer, Variant> byNumber = new HashMap<>();

  OneofCodec(String schema) {
    this.schema = schema;
  }

  /** Completes the codec; until then it may only be referred to. */
  void bind(List<Variant> variants) {
    for (Variant variant : variants) {
      byType.put(variant.type(), variant);
      byNumber.put(variant.number(), variant);
    }
  }

  @Override
  public int wireType() {
    return WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return false;
  }

  @Override
  public int size(Object value) {
    int content = contentSize(value);
    return CodedOutputStream.computeUInt32SizeNoTag(content) + content;
  }

  @Override
  public void write(CodedOutputStream out, Object value) throws IOException {
    Variant variant = variant(value);
    out.writeUInt32NoTag(contentSize(value));
    out.writeTag(variant.number(), variant.value().wireType());
    variant.value().write(out, value);
  }

  @Override
  public Object read(CodedInputStream in, int depth) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    int tag = in.readTag();
    Variant variant = byNumber.get(WireFormat.getTagFieldNumber(tag));
    if (variant == null || WireFormat.getTagWireType(tag) != variant.value().wireType()) {
      throw new UnreadableRecordException(
          schema,
          tag == 0 ? "oneof" : "field " + WireFormat.getTagFieldNumber(tag),
          tag == 0 ? "nothing is set" : "unknown to this version");
    }
    Object value = variant.value().read(in, depth);
    if (!in.isAtEnd()) {
      throw new UnreadableRecordException(schema, "oneof", "more than one field is set");
    }
    in.popLimit(limit);
    return value;
  }

  @Override
  public Object zero() {
    throw new IllegalArgumentException("is missing");
  }

  private int contentSize(Object value) {
    Variant variant = variant(value);
    return CodedOutputStream.computeTagSize(variant.number()) + variant.value().size(value);
  }

  private Variant variant(Object value) {
    Variant variant = byType.get(value.getClass());
    if (variant == null) {
      throw new IllegalStateException(value.getClass() + " is no variant of " + schema);
    }
    return variant;
  }
}
