package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One component of a Java record as one field of its message. */
abstract sealed class FieldCodec {
  final String name;
  final int number;
  final int tag;
  final int tagSize;
  final ValueCodec value;
  private final MethodHandle getter;

  /**
   * @param getter of the component, with the type {@code (Object)Object}
   */
  FieldCodec(String name, int number, ValueCodec value, MethodHandle getter) {
    this.name = name;
    this.number = number;
    this.value = value;
    this.getter = getter;
    tag = number << 3 | value.wireType();
    tagSize = CodedOutputStream.computeTagSize(number);
  }

  /** The component of a record; null only for an absent optional one. */
  final @Nullable Object of(Object message) {
    try {
      return (@Nullable Object) getter.invokeExact(message);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the field may follow itself. */
  abstract boolean repeats();

  /** Bytes in the message, tags included. */
  abstract int size(@Nullable Object component);

  abstract void write(CodedOutputStream out, @Nullable Object component) throws IOException;

  /**
   * Reads one occurrence, whose tag has been read.
   *
   * @param before what the occurrences before it came to, null for the first
   */
  abstract Object read(CodedInputStream in, @Nullable Object before, int depth) throws IOException;

  /**
   * The component once all of the message is read.
   *
   * @param read what the occurrences came to, null for none
   */
  abstract @Nullable Object finish(@Nullable Object read);

  /** A field that is left out when it has its type's zero value. */
  static final class Plain extends FieldCodec {
    Plain(String name, int number, ValueCodec value, MethodHandle getter) {
      super(name, number, value, getter);
    }

    @Override
    boolean repeats() {
      return false;
    }

    @Override
    int size(@Nullable Object component) {
      Object present = present(component);
      return value.isZero(present) ? 0 : tagSize + value.size(present);
    }

    @Override
    void write(CodedOutputStream out, @Nullable Object component) throws IOException {
      Object present = present(component);
      if (!value.isZero(present)) {
        out.writeUInt32NoTag(tag);
        value.write(out, present);
      }
    }

    @Override
    Object read(CodedInputStream in, @Nullable Object before, int depth) throws IOException {
      return value.read(in, depth);
    }

    @Override
    Object finish(@Nullable Object read) {
      return read == null ? value.zero() : read;
    }

    private Object present(@Nullable Object component) {
      if (component == null) {
        throw new IllegalArgumentException(name + " must not be null");
      }
      return component;
    }
  }

  /** A field that may be absent. */
  static final class Optional extends FieldCodec {
    Optional(String name, int number, ValueCodec value, MethodHandle getter) {
      super(name, number, value, getter);
    }

    @Override
    boolean repeats() {
      return false;
    }

    @Override
    int size(@Nullable Object component) {
      return component == null ? 0 : tagSize + value.size(component);
    }

    @Override
    void write(CodedOutputStream out, @Nullable Object component) throws IOException {
      if (component != null) {
        out.writeUInt32NoTag(tag);
        value.write(out, component);
      }
    }

    @Override
    Object read(CodedInputStream in, @Nullable Object before, int depth) throws IOException {
      return value.read(in, depth);
    }

    @Override
    @Nullable Object finish(@Nullable Object read) {
      return read;
    }
  }

  /** A list whose entries stand one by one, each with its tag. */
  static final class Repeated extends FieldCodec {
    Repeated(String name, int number, ValueCodec value, MethodHandle getter) {
      super(name, number, value, getter);
    }

    @Override
    boolean repeats() {
      return true;
    }

    @Override
    int size(@Nullable Object component) {
      int size = 0;
      for (Object entry : entries(component)) {
        size += tagSize + value.size(entry);
      }
      return size;
    }

    @Override
    void write(CodedOutputStream out, @Nullable Object component) throws IOException {
      for (Object entry : entries(component)) {
        out.writeUInt32NoTag(tag);
        value.write(out, entry);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only this method makes it
    Object read(CodedInputStream in, @Nullable Object before, int depth) throws IOException {
      List<Object> entries = before == null ? new ArrayList<>() : (List<Object>) before;
      entries.add(value.read(in, depth));
      return entries;
    }

    @Override
    Object finish(@Nullable Object read) {
      return read == null ? List.of() : List.copyOf((List<?>) read);
    }

    private List<?> entries(@Nullable Object component) {
      if (component == null) {
        throw new IllegalArgumentException(name + " must not be null");
      }
      return (List<?>) component;
    }
  }

  /**
   * Numbers by name: entries of a key and a value, both always written, in ascending order of the
   * keys.
   */
  static final class Named extends FieldCodec {
    private static final int KEY_TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int VALUE_TAG = 2 << 3 | WireFormat.WIRETYPE_VARINT;

    private final ValueCodec key;

    Named(String name, int number, ValueCodec key, ValueCodec value, MethodHandle getter) {
      super(name, number, new EntryMark(value), getter);
      this.key = key;
    }

    @Override
    boolean repeats() {
      return true;
    }

    @Override
    int size(@Nullable Object component) {
      int size = 0;
      for (Map.Entry<?, ?> entry : entries(component).entrySet()) {
        int content = contentSize(entry);
        size += tagSize + CodedOutputStream.computeUInt32SizeNoTag(content) + content;
      }
      return size;
    }

    @Override
    void write(CodedOutputStream out, @Nullable Object component) throws IOException {
      for (Map.Entry<?, ?> entry : entries(component).entrySet()) {
        out.writeUInt32NoTag(tag);
        out.writeUInt32NoTag(contentSize(entry));
        out.writeUInt32NoTag(KEY_TAG);
        key.write(out, entry.getKey());
        out.writeUInt32NoTag(VALUE_TAG);
        value.write(out, entry.getValue());
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only this method makes it
    Object read(CodedInputStream in, @Nullable Object before, int depth) throws IOException {
      var entries =
          before == null ? new TreeMap<Object, Object>() : (TreeMap<Object, Object>) before;
      int limit = in.pushLimit(in.readRawVarint32());
      expect(in, KEY_TAG);
      Object entryKey = key.read(in, depth);
      expect(in, VALUE_TAG);
      Object number = value.read(in, depth);
      if (!in.isAtEnd()) {
        throw new IllegalArgumentException("an entry has more than a key and a value");
      }
      in.popLimit(limit);
      if (!entries.isEmpty() && ((String) entries.lastKey()).compareTo((String) entryKey) >= 0) {
        throw new IllegalArgumentException("its keys are not in ascending order");
      }
      entries.put(entryKey, number);
      return entries;
    }

    @Override
    Object finish(@Nullable Object read) {
      return read == null
          ? Collections.emptySortedMap()
          : Collections.unmodifiableSortedMap((TreeMap<?, ?>) read);
    }

    private int contentSize(Map.Entry<?, ?> entry) {
      return 2 + key.size(entry.getKey()) + value.size(entry.getValue());
    }

    private static void expect(CodedInputStream in, int tag) throws IOException {
      if (in.readTag() != tag) {
        throw new IllegalArgumentException("an entry is not a key and then a value");
      }
    }

    private SortedMap<?, ?> entries(@Nullable Object component) {
      if (component == null) {
        throw new IllegalArgumentException(name + " must not be null");
      }
      var entries = (SortedMap<?, ?>) component;
      if (entries.comparator() != null && entries.comparator() != Comparator.naturalOrder()) {
        throw new IllegalArgumentException(name + " must be in the natural order of its keys");
      }
      return entries;
    }
  }

  /** A map's numbers, in entries that have a length. */
  private record EntryMark(ValueCodec number) implements ValueCodec {
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
      return number.size(value);
    }

    @Override
    public void write(CodedOutputStream out, Object value) throws IOException {
      number.write(out, value);
    }

    @Override
    public Object read(CodedInputStream in, int depth) throws IOException {
      return number.read(in, depth);
    }

    @Override
    public Object zero() {
      return number.zero();
    }
  }
}
