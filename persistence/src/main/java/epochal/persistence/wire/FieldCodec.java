package epochal.persistence.wire;

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
    tag = Wire.tag(number, value.wireType());
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

  abstract void write(Output out, @Nullable Object component);

  /**
   * Reads one occurrence, whose tag has been read.
   *
   * @param before what the occurrences before it came to, null for the first
   */
  abstract Object read(Input in, @Nullable Object before, int depth);

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
    void write(Output out, @Nullable Object component) {
      Object present = present(component);
      if (!value.isZero(present)) {
        out.varint(tag);
        value.write(out, present);
      }
    }

    @Override
    Object read(Input in, @Nullable Object before, int depth) {
      Object read = value.read(in, depth);
      if (value.isZero(read)) {
        throw new IllegalArgumentException("a zero is written out, which is not canonical");
      }
      return read;
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
    void write(Output out, @Nullable Object component) {
      if (component != null) {
        out.varint(tag);
        value.write(out, component);
      }
    }

    @Override
    Object read(Input in, @Nullable Object before, int depth) {
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
    void write(Output out, @Nullable Object component) {
      for (Object entry : entries(component)) {
        out.varint(tag);
        value.write(out, entry);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only this method makes it
    Object read(Input in, @Nullable Object before, int depth) {
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
    private static final int KEY_TAG = Wire.tag(1, Wire.LENGTH_DELIMITED);
    private static final int VALUE_TAG = Wire.tag(2, Wire.VARINT);

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
    void write(Output out, @Nullable Object component) {
      for (Map.Entry<?, ?> entry : entries(component).entrySet()) {
        out.varint(tag);
        int begun = out.begin();
        out.varint(KEY_TAG);
        key.write(out, entry.getKey());
        out.varint(VALUE_TAG);
        value.write(out, entry.getValue());
        out.end(begun);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // only this method makes it
    Object read(Input in, @Nullable Object before, int depth) {
      var entries =
          before == null ? new TreeMap<Object, Object>() : (TreeMap<Object, Object>) before;
      int outer = in.enter();
      expect(in, KEY_TAG);
      Object entryKey = key.read(in, depth);
      expect(in, VALUE_TAG);
      Object number = value.read(in, depth);
      if (!in.isAtEnd()) {
        throw new IllegalArgumentException("an entry has more than a key and a value");
      }
      in.leave(outer);
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

    private static void expect(Input in, int tag) {
      if (in.isAtEnd() || in.tag() != tag) {
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
      return Wire.LENGTH_DELIMITED;
    }

    @Override
    public boolean isZero(Object value) {
      return false;
    }

    @Override
    public void write(Output out, Object value) {
      number.write(out, value);
    }

    @Override
    public Object read(Input in, int depth) {
      return number.read(in, depth);
    }

    @Override
    public Object zero() {
      return number.zero();
    }
  }
}
