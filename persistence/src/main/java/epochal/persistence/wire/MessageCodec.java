package epochal.persistence.wire;

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
 * @param <T> the Java record
 */
public final class MessageCodec<T> {
  /** More than any message of the schema nests; keeps hostile bytes from exhausting the stack. */
  private static final int MAX_DEPTH = 32;

  /** Most messages are smaller, in bytes. */
  private static final int FIRST_CAPACITY = 128;

  private final Class<T> type;
  private final String schema;
  private FieldCodec[] fields = {};
  private int[] components = {};
  private @Nullable FieldCodec[] byNumber = {};
  private int[] places = {};
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
    fields = ascending.toArray(FieldCodec[]::new);
    components = componentOf;
    constructor = canonical;
    int highest = ascending.isEmpty() ? 0 : ascending.getLast().number;
    byNumber = new @Nullable FieldCodec[highest + 1];
    places = new int[highest + 1];
    for (int i = 0; i < ascending.size(); i++) {
      byNumber[ascending.get(i).number] = ascending.get(i);
      places[ascending.get(i).number] = componentOf[i];
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
    var out = new Output(FIRST_CAPACITY);
    write(out, value);
    return out.toByteArray();
  }

  /** Writes what {@link #encode} makes. */
  public void write(Output out, Object value) {
    for (FieldCodec field : fields) {
      field.write(out, field.of(value));
    }
  }

  /**
   * Reads what {@link #encode} writes.
   *
   * @throws UnreadableRecordException for anything else
   */
  public T decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /**
   * Reads a part of an array.
   *
   * @throws UnreadableRecordException for anything but what {@link #encode} writes
   */
  public T decode(byte[] bytes, int from, int to) {
    return type.cast(read(new Input(bytes, from, to), 0));
  }

  Object read(Input in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new UnreadableRecordException(schema, "bytes", "nested too deeply");
    }
    @Nullable Object[] read = new @Nullable Object[fields.length];
    int last = 0;
    while (!in.isAtEnd()) {
      int tag = tag(in);
      int number = Wire.field(tag);
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
      int place = places[number];
      try {
        read[place] = field.read(in, read[place], depth);
      } catch (UnreadableRecordException e) {
        throw e;
      } catch (RuntimeException e) {
        throw unreadable(field.name, e);
      }
    }
    return construct(read);
  }

  private int tag(Input in) {
    try {
      return in.tag();
    } catch (RuntimeException e) {
      throw unreadable("bytes", e);
    }
  }

  private Object construct(@Nullable Object[] read) {
    for (int i = 0; i < fields.length; i++) {
      FieldCodec field = fields[i];
      int place = components[i];
      try {
        read[place] = field.finish(read[place]);
      } catch (RuntimeException e) {
        throw unreadable(field.name, e);
      }
    }
    if (constructor == null) {
      throw new IllegalStateException(schema + " is not bound yet");
    }
    try {
      return (Object) constructor.invokeExact(read);
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
      return Wire.LENGTH_DELIMITED;
    }

    @Override
    public boolean isZero(Object value) {
      return false;
    }

    @Override
    public void write(Output out, Object value) {
      int begun = out.begin();
      message.write(out, value);
      out.end(begun);
    }

    @Override
    public Object read(Input in, int depth) {
      int outer = in.enter();
      Object value = message.read(in, depth + 1);
      in.leave(outer);
      return value;
    }

    @Override
    public Object zero() {
      throw new IllegalArgumentException("is missing");
    }
  }
}
