package epochal.persistence.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds Java records to protobuf messages, once, and refuses any difference between them.
 *
 * <h2>The rule</h2>
 *
 * A record and a message fit if they have the same simple name and each component has a field of
 * its name ({@code stakeWeight}: {@code stake_weight}) and of a type that {@link Values} pairs with
 * its own, and no field is left. A component that may be null is an {@code optional} field and the
 * other way round. Records within records are bound to the messages within messages; a sealed
 * interface to a message that is one oneof, with one field for each of its records.
 *
 * <p>The message says how the data stands in the log for ever, the record what the program works
 * with; where one is changed without the other, binding throws {@link SchemaMismatchException} at
 * class load, and nothing is ever read or written by the wrong plan.
 */
public final class SchemaBinding {
  private final Map<Class<?>, MessageCodec<?>> codecs = new LinkedHashMap<>();
  private final Map<Class<?>, OneofCodec> oneofs = new LinkedHashMap<>();

  /**
   * The codec of a record and of everything in it.
   *
   * @throws SchemaMismatchException if they differ in anything
   */
  public <T> MessageCodec<T> bind(Class<T> type, Descriptor message) {
    @SuppressWarnings("unchecked") // put there under its own type
    var known = (MessageCodec<T>) codecs.get(type);
    if (known != null) {
      if (!known.schema().equals(message.getFullName())) {
        throw mismatch(type, message, "the record is bound to " + known.schema() + " already");
      }
      return known;
    }
    if (!type.isRecord() || !type.getSimpleName().equals(message.getName())) {
      throw mismatch(type, message, "a record and its message have the same name");
    }
    var codec = new MessageCodec<T>(type, message.getFullName());
    codecs.put(type, codec);
    bindFields(codec, type, message);
    return codec;
  }

  /** Every record that was bound, in the order in which it was met. */
  public Collection<MessageCodec<?>> bound() {
    return Collections.unmodifiableCollection(codecs.values());
  }

  private void bindFields(MessageCodec<?> codec, Class<?> type, Descriptor message) {
    RecordComponent[] components = type.getRecordComponents();
    var bound = new ArrayList<BoundField>();
    for (int i = 0; i < components.length; i++) {
      String name = snakeCase(components[i].getName());
      FieldDescriptor field = message.findFieldByName(name);
      if (field == null) {
        throw mismatch(
            type, message, "component " + described(components[i]) + " has no field named " + name);
      }
      bound.add(new BoundField(field(type, components[i], field), i));
    }
    for (FieldDescriptor field : message.getFields()) {
      if (bound.stream().noneMatch(b -> b.codec().number == field.getNumber())) {
        throw mismatch(type, message, "field " + described(field) + " has no component");
      }
    }
    bound.sort(Comparator.comparingInt(b -> b.codec().number));
    codec.bind(
        bound.stream().map(BoundField::codec).toList(),
        bound.stream().mapToInt(BoundField::component).toArray(),
        constructor(type, components));
  }

  private record BoundField(FieldCodec codec, int component) {}

  private FieldCodec field(Class<?> owner, RecordComponent component, FieldDescriptor field) {
    MethodHandle getter = getter(owner, component);
    String name = field.getName();
    int number = field.getNumber();
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (nullable != field.toProto().getProto3Optional()) {
      throw mismatch(
          owner,
          field.getContainingType(),
          "component "
              + described(component)
              + (nullable ? " may be null" : " may not be null")
              + " and field "
              + described(field)
              + (nullable ? " is not optional" : " is optional"));
    }
    if (field.isMapField()) {
      if (isNumbersByName(component.getGenericType()) && Values.isNumbersByName(field)) {
        return new FieldCodec.Named(name, number, Values.TEXT, Values.SIGNED_LONG, getter);
      }
      throw types(owner, component, field);
    }
    if (field.isRepeated()) {
      ValueCodec packed = Values.packed(component.getGenericType(), field);
      if (packed != null) {
        return new FieldCodec.Plain(name, number, packed, getter);
      }
      Class<?> entry = listEntry(component.getGenericType());
      if (entry == null || field.isPackable()) {
        throw types(owner, component, field);
      }
      return new FieldCodec.Repeated(name, number, value(owner, component, entry, field), getter);
    }
    ValueCodec value = value(owner, component, component.getType(), field);
    return nullable
        ? new FieldCodec.Optional(name, number, value, getter)
        : new FieldCodec.Plain(name, number, value, getter);
  }

  private ValueCodec value(
      Class<?> owner, RecordComponent component, Class<?> type, FieldDescriptor field) {
    ValueCodec scalar = Values.scalar(type, field);
    if (scalar != null) {
      return scalar;
    }
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      if (type.isRecord() && !Values.isScalar(type)) {
        return bind(type, field.getMessageType()).nested();
      }
      if (type.isSealed() && type.isInterface()) {
        return oneof(type, field.getMessageType());
      }
    }
    throw types(owner, component, field);
  }

  /** The codec of a sealed interface, or of an entity id, which has scalars for its variants. */
  private OneofCodec oneof(Class<?> type, Descriptor message) {
    OneofCodec known = oneofs.get(type);
    if (known != null) {
      return known;
    }
    boolean isOneof =
        message.getRealOneofs().size() == 1
            && message.getRealOneofs().get(0).getFieldCount() == message.getFields().size();
    if (!isOneof) {
      throw mismatch(type, message, "a sealed interface is a message of one oneof only");
    }
    var codec = new OneofCodec(message.getFullName());
    oneofs.put(type, codec);
    var variants = new ArrayList<OneofCodec.Variant>();
    for (Class<?> variant : type.getPermittedSubclasses()) {
      String name = snakeCase(variant.getSimpleName());
      FieldDescriptor field = message.findFieldByName(name);
      if (field == null) {
        throw mismatch(type, message, variant.getSimpleName() + " has no field named " + name);
      }
      ValueCodec value = Values.entity(variant, field);
      if (value == null && field.getType() == FieldDescriptor.Type.MESSAGE) {
        value = bind(variant, field.getMessageType()).nested();
      }
      if (value == null) {
        throw mismatch(type, message, variant.getSimpleName() + " is no " + described(field));
      }
      variants.add(new OneofCodec.Variant(field.getNumber(), variant, value));
    }
    for (FieldDescriptor field : message.getFields()) {
      if (variants.stream().noneMatch(v -> v.number() == field.getNumber())) {
        throw mismatch(type, message, "field " + described(field) + " has no record");
      }
    }
    codec.bind(variants);
    return codec;
  }

  private static boolean isNumbersByName(Type type) {
    return type instanceof ParameterizedType map
        && map.getRawType() == SortedMap.class
        && map.getActualTypeArguments()[0] == String.class
        && map.getActualTypeArguments()[1] == Long.class;
  }

  private static @Nullable Class<?> listEntry(Type type) {
    return type instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] instanceof Class<?> entry
        ? entry
        : null;
  }

  private static MethodHandle getter(Class<?> type, RecordComponent component) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code stakeWeight} and {@code StakeWeight} as {@code stake_weight}. */
  static String snakeCase(String name) {
    String split = name.replaceAll("(?<=.)([A-Z])", "_$1");
    return split.toLowerCase(Locale.ROOT);
  }

  private static String described(RecordComponent component) {
    return component.getName() + " (" + component.getGenericType().getTypeName() + ")";
  }

  private static String described(FieldDescriptor field) {
    return field.getName()
        + " ("
        + (field.isRepeated() ? "repeated " : "")
        + field.getType().name().toLowerCase(Locale.ROOT)
        + " = "
        + field.getNumber()
        + ")";
  }

  private static SchemaMismatchException types(
      Class<?> owner, RecordComponent component, FieldDescriptor field) {
    return mismatch(
        owner,
        field.getContainingType(),
        "component " + described(component) + " cannot be field " + described(field));
  }

  private static SchemaMismatchException mismatch(Class<?> type, Descriptor message, String fault) {
    return new SchemaMismatchException(
        type.getName() + " and " + message.getFullName() + " do not fit: " + fault);
  }
}
