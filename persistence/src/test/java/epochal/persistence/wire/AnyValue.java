package epochal.persistence.wire;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/** Any value of a type, made from the components of its records. */
public final class AnyValue {
  private static final int MAX_DEPTH = 6;
  private static final int MAX_ENTRIES = 4;

  private AnyValue() {}

  public static <T> Arbitrary<T> of(Class<T> type) {
    return of((Type) type, 0).map(type::cast);
  }

  private static Arbitrary<Object> of(Type type, int depth) {
    Arbitrary<?> leaf = leaf(type);
    if (leaf != null) {
      return leaf.asGeneric();
    }
    if (type instanceof ParameterizedType generic) {
      return collection(generic, depth);
    }
    var raw = (Class<?>) type;
    if (raw.isEnum()) {
      return Arbitraries.of(raw.getEnumConstants()).asGeneric();
    }
    if (raw.isSealed()) {
      List<Class<?>> variants =
          Arrays.stream(raw.getPermittedSubclasses())
              .filter(variant -> depth < MAX_DEPTH || !isRecursive(variant, raw))
              .toList();
      return Arbitraries.of(variants).flatMap(variant -> of(variant, depth + 1));
    }
    if (!raw.isRecord()) {
      throw new IllegalArgumentException("cannot make a " + type);
    }
    return record(raw, depth + 1);
  }

  private static boolean isRecursive(Class<?> variant, Class<?> sealed) {
    return variant.isSealed()
        || Arrays.stream(variant.getRecordComponents()).anyMatch(c -> c.getType() == sealed);
  }

  private static Arbitrary<Object> record(Class<?> type, int depth) {
    RecordComponent[] components = type.getRecordComponents();
    List<Arbitrary<Object>> arguments =
        Arrays.stream(components).map(component -> component(component, depth)).toList();
    if (arguments.isEmpty()) {
      return Arbitraries.just(construct(type, List.of()));
    }
    return Combinators.combine(arguments).as(values -> construct(type, values));
  }

  private static Arbitrary<Object> component(RecordComponent component, int depth) {
    AnnotatedType annotated = component.getAnnotatedType();
    Arbitrary<Object> value = of(component.getGenericType(), depth);
    return annotated.isAnnotationPresent(Nullable.class) ? value.injectNull(0.3) : value;
  }

  private static Object construct(Class<?> type, List<Object> arguments) {
    try {
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return canonical.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " cannot be made of " + arguments, e);
    }
  }

  private static Arbitrary<Object> collection(ParameterizedType generic, int depth) {
    Type raw = generic.getRawType();
    Type first = generic.getActualTypeArguments()[0];
    var entries = of(first, depth).list().ofMaxSize(MAX_ENTRIES);
    if (raw == List.class) {
      return entries.map(List::copyOf).asGeneric();
    }
    if (raw == PVector.class) {
      return entries.map(TreePVector::from).asGeneric();
    }
    if (raw == TreePSet.class) {
      return entries.map(AnyValue::set).asGeneric();
    }
    var pairs =
        Combinators.combine(of(first, depth), of(generic.getActualTypeArguments()[1], depth))
            .as(Tuple::of)
            .list()
            .ofMaxSize(MAX_ENTRIES);
    if (raw == SortedMap.class || raw == TreePMap.class || raw == BTreeMap.class) {
      return pairs.map(
          made -> {
            var map = new TreeMap<Object, Object>();
            made.forEach(pair -> map.put(pair.get1(), pair.get2()));
            if (raw == BTreeMap.class) {
              return tree(map);
            }
            return raw == SortedMap.class
                ? Collections.unmodifiableSortedMap(map)
                : persistent(map);
          });
    }
    throw new IllegalArgumentException("cannot make a " + generic);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the entries are comparable
  private static Object set(List<Object> entries) {
    return TreePSet.from((List) entries);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the keys are comparable
  private static Object persistent(TreeMap<Object, Object> map) {
    return TreePMap.from((TreeMap) map);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the keys are comparable
  private static Object tree(TreeMap<Object, Object> map) {
    return BTreeMap.from((TreeMap) map);
  }

  private static @Nullable Arbitrary<?> leaf(Type type) {
    if (type == boolean.class) {
      return Arbitraries.of(true, false);
    }
    if (type == int.class || type == Integer.class) {
      return ints();
    }
    if (type == long.class || type == Long.class) {
      return longs();
    }
    if (type == String.class) {
      return Arbitraries.oneOf(
          Arbitraries.strings().ascii().ofMaxLength(20),
          Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(8),
          Arbitraries.of("", "\ud83d\ude80", "ä€\ufffd\u0000"));
    }
    if (type == Rao.class) {
      return longs().map(number -> Rao.of(number & Long.MAX_VALUE));
    }
    if (type == Netuid.class) {
      return Arbitraries.integers().between(0, 65_535).map(Netuid::of);
    }
    if (type == AccountId.class) {
      return bytes(32).map(AccountId::of);
    }
    if (type == Hash256.class) {
      return bytes(32).map(Hash256::of);
    }
    if (type == Signature.class) {
      return bytes(64).map(Signature::of);
    }
    if (type == Bytes.class) {
      return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::new);
    }
    if (type == IntVector.class) {
      return ints().array(int[].class).ofMaxSize(6).map(IntVector::of);
    }
    if (type == LongVector.class) {
      return longs().array(long[].class).ofMaxSize(6).map(LongVector::of);
    }
    return type == WeightRow.class ? rows() : null;
  }

  private static Arbitrary<WeightRow> rows() {
    return Combinators.combine(ints(), ints())
        .as((target, value) -> new int[] {target, value})
        .list()
        .ofMaxSize(5)
        .map(
            pairs ->
                new WeightRow(
                    IntVector.of(pairs.stream().mapToInt(pair -> pair[0]).toArray()),
                    IntVector.of(pairs.stream().mapToInt(pair -> pair[1]).toArray())));
  }

  private static Arbitrary<byte[]> bytes(int length) {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofSize(length), Arbitraries.just(new byte[length]));
  }

  private static Arbitrary<Integer> ints() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 65_535),
        Arbitraries.integers(),
        Arbitraries.of(0, 1, 127, 128, 65_535, Integer.MAX_VALUE, -1, Integer.MIN_VALUE));
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 1L << 50),
        Arbitraries.longs(),
        Arbitraries.of(0L, 1L, 127L, 128L, Long.MAX_VALUE, -1L, Long.MIN_VALUE));
  }
}
