package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes one Java record as its protobuf message.
 *
 * <p>The encoding is canonical: fields in ascending order of their numbers, zero values left out,
 * numbers as short as they go. Equal records have equal bytes, and bytes that are not what {@link
 * #encode} would write are refused, unknown fields among them: a reader of the log must not skip
 * what it cannot read.
 *
 * <p>The canonical encoding of a record is also its shortest. So it is enough to demand ascending
 * fields while reading and to compare the length at the end: anything written in a longer way, at
 * any depth, makes a difference.
 *
 * @param <T> the Java record
 */
public final class MessageCodec<T> {
  /** More than any message of the schema nests; keeps hostile bytes from exhausting the stack. */
  private static final int MAX_DEPTH = 32;

  private final Class<T> type;
  private final String schema;
  private List<FieldCodec> fields = List.of();
  private int[] components = {};
  private FieldCodec[] byNumber = {};
  private int[] positions = {};
  private @Nullable MethodHandle constructor;

  MessageCodec(Class<T> type, String schema) {
    this.type = type;
    this.schema = schema;
  }

  /**
   * Completes the codec; until then it may only be referred to.
   *
   * @param ascending the fields by number
   * @param componentOf the place of each field's component in the record
   * @param canonical the record's constructor, with the type {@code (Object[])Object}
   */
  void bind(List<FieldCodec> ascending, int[] componentOf, MethodHandle canonical) {
    fields = ascending;
    components = componentOf;
    constructor = canonical;
    int highest = ascending.isEmpty() ? 0 : ascending.getLast().number;
    byNumber = new FieldCodec[highest + 1];
    positions = new int[highest + 1];
    for (int i = 0; i < ascending.size(); i++) {
      byNumber[ascending.get(i).number] = ascending.get(i);
      positions[ascending.get(i).number] = i;
    }
  }

  /** The Java record. */
  public Class<T> type() {
    return type;
  }

  /** The full name of the message, such as {@code epochal.v1.Transferred}. */
  public String schema() {
    return schema;
  }

  public byte[] encode(T value) {
    byte[] bytes = new byte[contentSize(value)];
    var out = CodedOutputStream.newInstance(bytes);
    try {
      writeContent(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the array has the size that was computed
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  /**
   * Reads what {@link #encode} writes.
   *
   * @throws UnreadableRecordException for anything else
   */
  public T decode(byte[] bytes) {
    T value;
    try {
      value = type.cast(readContent(CodedInputStream.newInstance(bytes), 0));
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableRecordException(schema, "bytes", "not protobuf", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int canonical = contentSize(value);
    if (canonical != bytes.length) {
      throw new UnreadableRecordException(
          schema,
          "bytes",
          "not the canonical encoding, which has " + canonical + " bytes and not " + bytes.length);
    }
    return value;
  }

  int contentSize(Object value) {
    int size = 0;
    for (FieldCodec field : fields) {
      size += field.size(field.of(value));
    }
    return size;
  }

  void writeContent(CodedOutputStream out, Object value) throws IOException {
    for (FieldCodec field : fields) {
      field.write(out, field.of(value));
    }
  }

  Object readContent(CodedInputStream in, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new UnreadableRecordException(schema, "bytes", "nested too deeply");
    }
    @Nullable Object[] read = new @Nullable Object[fields.size()];
    int last = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      FieldCodec field = number < byNumber.length ? byNumber[number] : null;
      if (field == null) {
        throw new UnreadableRecordException(
            schema, "field " + number, "unknown to this version, so nothing can be made of it");
      }
      if (tag != field.tag) {
        throw new UnreadableRecordException(schema, field.name, "has another type on the wire");
      }
      if (number < last || number == last && !field.repeats()) {
        throw new UnreadableRecordException(schema, field.name, "stands out of order or twice");
      }
      last = number;
      int position = positions[number];
      read[position] = read(field, in, read[position], depth);
    }
    return construct(read);
  }

  private Object read(FieldCodec field, CodedInputStream in, @Nullable Object before, int depth)
      throws IOException {
    try {
      return field.read(in, before, depth);
    } catch (UnreadableRecordException | InvalidProtocolBufferException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(field.name, e);
    }
  }

  private Object construct(@Nullable Object[] read) {
    @Nullable Object[] arguments = new @Nullable Object[read.length];
    for (int i = 0; i < read.length; i++) {
      FieldCodec field = fields.get(i);
      try {
        arguments[components[i]] = field.finish(read[i]);
      } catch (RuntimeException e) {
        throw unreadable(field.name, e);
      }
    }
    if (constructor == null) {
      throw new IllegalStateException(schema + " is not bound yet");
    }
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException e) {
      throw unreadable("record", e);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private UnreadableRecordException unreadable(String field, RuntimeException cause) {
    return new UnreadableRecordException(schema, field, String.valueOf(cause.getMessage()), cause);
  }

  /** This message inside another, with its length. */
  ValueCodec nested() {
    return new Nested(this);
  }

  private record Nested(MessageCodec<?> message) implements ValueCodec {
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
      int content = message.contentSize(value);
      return CodedOutputStream.computeUInt32SizeNoTag(content) + content;
    }

    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      out.writeUInt32NoTag(message.contentSize(value));
      message.writeContent(out, value);
    }

    @Override
    public Object read(CodedInputStream in, int depth) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      Object value = message.readContent(in, depth + 1);
      in.popLimit(limit);
      return value;
    }

    @Override
    public Object zero() {
      throw new IllegalArgumentException("is missing");
    }
  }
}
