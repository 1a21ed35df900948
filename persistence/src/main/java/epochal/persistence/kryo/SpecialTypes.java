package epochal.persistence.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * The types that are not written component by component: values in as few bytes as they need, and
 * collections as their entries in order.
 */
final class SpecialTypes {
  private static final Map<Class<?>, Supplier<Serializer<?>>> SERIALIZERS = serializers();

  private SpecialTypes() {}

  static boolean isSpecial(Class<?> type) {
    return SERIALIZERS.containsKey(type);
  }

  static @Nullable Serializer<?> serializer(Class<?> type) {
    Supplier<Serializer<?>> special = SERIALIZERS.get(type);
    return special == null ? null : special.get();
  }

  private static Map<Class<?>, Supplier<Serializer<?>>> serializers() {
    var all = new LinkedHashMap<Class<?>, Supplier<Serializer<?>>>();
    all.put(
        AccountId.class,
        () ->
            Plain.of(
                (out, v) -> longs(out, v.a(), v.b(), v.c(), v.d()),
                in -> new AccountId(in.readLong(), in.readLong(), in.readLong(), in.readLong())));
    all.put(
        Hash256.class,
        () ->
            Plain.of(
                (out, v) -> longs(out, v.a(), v.b(), v.c(), v.d()),
                in -> new Hash256(in.readLong(), in.readLong(), in.readLong(), in.readLong())));
    all.put(
        Signature.class,
        () ->
            Plain.of(
                (out, v) -> out.writeBytes(v.bytes()),
                in -> Signature.of(in.readBytes(Signature.LENGTH))));
    all.put(
        Rao.class,
        () ->
            Plain.of(
                (out, v) -> out.writeVarLong(v.amount(), true),
                in -> Rao.of(in.readVarLong(true))));
    all.put(
        Netuid.class,
        () ->
            Plain.of(
                (out, v) -> out.writeVarInt(v.value(), true),
                in -> Netuid.of(in.readVarInt(true))));
    all.put(
        Bytes.class,
        () ->
            Plain.of(
                (out, v) -> {
                  out.writeVarInt(v.values().length, true);
                  out.writeBytes(v.values());
                },
                in -> new Bytes(in.readBytes(size(in, 1)))));
    all.put(
        IntVector.class,
        () ->
            Plain.of(
                (out, v) -> {
                  out.writeVarInt(v.size(), true);
                  out.writeInts(v.values(), 0, v.size(), true);
                },
                in -> IntVector.of(in.readInts(size(in, 1), true))));
    all.put(
        LongVector.class,
        () ->
            Plain.of(
                (out, v) -> {
                  out.writeVarInt(v.size(), true);
                  out.writeLongs(v.values(), 0, v.size(), true);
                },
                in -> LongVector.of(in.readLongs(size(in, 1), true))));
    all.put(TreePMap.class, () -> new SortedMaps<>(TreePMap::<Object, Object>fromSortedMap));
    all.put(BTreeMap.class, () -> new SortedMaps<>(SpecialTypes::tree));
    all.put(TreePSet.class, SpecialTypes::sets);
    all.put(TreePVector.class, () -> new Sequences<>(TreePVector::<Object>from));
    all.put(List.class, () -> new Sequences<>(List::<Object>copyOf));
    all.put(
        SortedMap.class,
        () -> new SortedMaps<>(Collections::<Object, Object>unmodifiableSortedMap));
    return all;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // what is written are comparable keys
  private static SortedMap<Object, Object> tree(SortedMap<Object, Object> entries) {
    return BTreeMap.from((SortedMap) entries);
  }

  private static Serializer<?> sets() {
    return new Sequences<TreePSet<Object>>(entries -> TreePSet.<Object>from(natural(), entries)) {
      @Override
      public void write(Kryo kryo, Output out, TreePSet<Object> set) {
        requireNatural(set.comparator());
        super.write(kryo, out, set);
      }
    };
  }

  @SuppressWarnings("unchecked") // what is written are comparable keys in their natural order
  private static Comparator<Object> natural() {
    return (Comparator<Object>) (Comparator<?>) Comparator.naturalOrder();
  }

  private static void requireNatural(@Nullable Comparator<?> order) {
    if (order != null && order != Comparator.naturalOrder()) {
      throw new IllegalArgumentException("only the natural order can be written, not " + order);
    }
  }

  private static void longs(Output out, long a, long b, long c, long d) {
    out.writeLong(a);
    out.writeLong(b);
    out.writeLong(c);
    out.writeLong(d);
  }

  /** A number of entries, each of which takes at least so many bytes. */
  private static int size(Input in, int least) {
    int size = in.readVarInt(true);
    if (size < 0 || size > (in.limit() - in.position()) / least) {
      throw new IllegalArgumentException("there are no " + size + " entries");
    }
    return size;
  }

  private interface Writer<T> {
    void write(Output out, T value);
  }

  private interface Reader<T> {
    T read(Input in);
  }

  /** A value without other objects in it. */
  private static final class Plain<T> extends Serializer<T> {
    private final Writer<T> writer;
    private final Reader<T> reader;

    private Plain(Writer<T> writer, Reader<T> reader) {
      super(false, true);
      this.writer = writer;
      this.reader = reader;
    }

    static <T> Plain<T> of(Writer<T> writer, Reader<T> reader) {
      return new Plain<>(writer, reader);
    }

    @Override
    public void write(Kryo kryo, Output out, T value) {
      writer.write(out, value);
    }

    @Override
    public T read(Kryo kryo, Input in, Class<? extends T> type) {
      return reader.read(in);
    }
  }

  private interface FromEntries<T> {
    T of(List<Object> entries);
  }

  private static class Sequences<T extends Collection<Object>> extends Serializer<T> {
    private final FromEntries<T> from;

    Sequences(FromEntries<T> from) {
      super(false, true);
      this.from = from;
    }

    @Override
    public void write(Kryo kryo, Output out, T entries) {
      out.writeVarInt(entries.size(), true);
      for (Object entry : entries) {
        kryo.writeClassAndObject(out, entry);
      }
    }

    @Override
    public T read(Kryo kryo, Input in, Class<? extends T> type) {
      int size = size(in, 1);
      var entries = new ArrayList<Object>(size);
      for (int i = 0; i < size; i++) {
        entries.add(kryo.readClassAndObject(in));
      }
      return from.of(entries);
    }
  }

  private interface FromSorted<T> {
    T of(TreeMap<Object, Object> entries);
  }

  private static final class SortedMaps<T extends SortedMap<Object, Object>> extends Serializer<T> {
    private final FromSorted<T> from;

    SortedMaps(FromSorted<T> from) {
      super(false, true);
      this.from = from;
    }

    @Override
    public void write(Kryo kryo, Output out, T map) {
      requireNatural(map.comparator());
      out.writeVarInt(map.size(), true);
      for (Map.Entry<Object, Object> entry : map.entrySet()) {
        kryo.writeClassAndObject(out, entry.getKey());
        kryo.writeClassAndObject(out, entry.getValue());
      }
    }

    @Override
    public T read(Kryo kryo, Input in, Class<? extends T> type) {
      int size = size(in, 2);
      var entries = new TreeMap<Object, Object>(natural());
      for (int i = 0; i < size; i++) {
        entries.put(kryo.readClassAndObject(in), kryo.readClassAndObject(in));
      }
      return from.of(entries);
    }
  }
}
