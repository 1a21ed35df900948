package epochal.persistence.wire;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Java type stands as which protobuf type, and how. */
final class Values {
  static final ValueCodec TEXT = new BytesCodec<>(Utf8::encode, Utf8::decode);
  static final ValueCodec SIGNED_LONG = new VarintCodec<Long>(v -> v, v -> v);

  private static final long U32_MAX = 0xffff_ffffL;

  private static final String KEY = "a key";
  private static final ValueCodec KEYS =
      new FixedCodec<>(KEY, AccountId.LENGTH, AccountId::write, AccountId::read);

  private record Pair(Class<?> type, FieldDescriptor.Type field) {}

  private static final Map<Pair, ValueCodec> SCALARS =
      Map.ofEntries(
          Map.entry(
              new Pair(boolean.class, FieldDescriptor.Type.BOOL),
              new VarintCodec<Boolean>(v -> v ? 1 : 0, Values::bool)),
          Map.entry(
              new Pair(int.class, FieldDescriptor.Type.UINT32),
              new VarintCodec<Integer>(Integer::toUnsignedLong, Values::u32)),
          Map.entry(
              new Pair(int.class, FieldDescriptor.Type.INT32),
              new VarintCodec<Integer>(v -> v, Math::toIntExact)),
          Map.entry(
              new Pair(int.class, FieldDescriptor.Type.SINT32),
              new VarintCodec<Integer>(Values::zigzag, v -> Math.toIntExact(unzigzag(v)))),
          Map.entry(new Pair(long.class, FieldDescriptor.Type.UINT64), SIGNED_LONG),
          Map.entry(new Pair(long.class, FieldDescriptor.Type.INT64), SIGNED_LONG),
          Map.entry(
              new Pair(long.class, FieldDescriptor.Type.SINT64),
              new VarintCodec<Long>(Values::zigzag, Values::unzigzag)),
          Map.entry(
              new Pair(Rao.class, FieldDescriptor.Type.UINT64),
              new VarintCodec<>(Rao::amount, Rao::of)),
          Map.entry(
              new Pair(Netuid.class, FieldDescriptor.Type.UINT32),
              new VarintCodec<>(Netuid::value, Values::netuid)),
          Map.entry(new Pair(AccountId.class, FieldDescriptor.Type.BYTES), KEYS),
          Map.entry(
              new Pair(Hash256.class, FieldDescriptor.Type.BYTES),
              new FixedCodec<>("a hash", Hash256.LENGTH, Hash256::write, Hash256::read)),
          Map.entry(
              new Pair(Signature.class, FieldDescriptor.Type.BYTES),
              new FixedCodec<>("a signature", Signature.LENGTH, Signature::write, Signature::read)),
          Map.entry(
              new Pair(Bytes.class, FieldDescriptor.Type.BYTES),
              new BytesCodec<>(
                  Bytes::values,
                  (source, from, to) -> new Bytes(Arrays.copyOfRange(source, from, to)))),
          Map.entry(new Pair(String.class, FieldDescriptor.Type.STRING), TEXT));

  private static final ValueCodec INTS =
      new PackedCodec<IntVector>(
          IntVector::size, (v, i) -> Integer.toUnsignedLong(v.get(i)), Values::ints);
  private static final ValueCodec LONGS =
      new PackedCodec<LongVector>(LongVector::size, LongVector::get, Values::longs);
  private static final ValueCodec NETUIDS =
      new PackedCodec<List<Netuid>>(List::size, (v, i) -> v.get(i).value(), Values::netuids);

  private Values() {}

  /** Whether the type is a value of its own, though it is a record. */
  static boolean isScalar(Class<?> type) {
    return type == IntVector.class
        || type == LongVector.class
        || SCALARS.keySet().stream().anyMatch(pair -> pair.type() == type);
  }

  static @Nullable ValueCodec scalar(Class<?> type, FieldDescriptor field) {
    if (type.isEnum() && field.getType() == FieldDescriptor.Type.ENUM) {
      return constants(type, field.getEnumType());
    }
    return SCALARS.get(new Pair(type, field.getType()));
  }

  static @Nullable ValueCodec packed(Type type, FieldDescriptor field) {
    if (!field.isPacked()) {
      return null;
    }
    if (type == IntVector.class && field.getType() == FieldDescriptor.Type.UINT32) {
      return INTS;
    }
    if (type == LongVector.class && field.getType() == FieldDescriptor.Type.UINT64) {
      return LONGS;
    }
    boolean areNetuids =
        type instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] == Netuid.class;
    return areNetuids && field.getType() == FieldDescriptor.Type.UINT32 ? NETUIDS : null;
  }

  static boolean isNumbersByName(FieldDescriptor map) {
    return map.getMessageType().findFieldByNumber(1).getType() == FieldDescriptor.Type.STRING
        && map.getMessageType().findFieldByNumber(2).getType() == FieldDescriptor.Type.INT64;
  }

  /** A variant of {@link EntityId}, which stands as its key alone. */
  static @Nullable ValueCodec entity(Class<?> variant, FieldDescriptor field) {
    if (field.getType() == FieldDescriptor.Type.BYTES) {
      if (variant == EntityId.Account.class) {
        return new FixedCodec<EntityId.Account>(
            KEY,
            AccountId.LENGTH,
            (v, target, at) -> v.coldkey().write(target, at),
            (source, at) -> new EntityId.Account(AccountId.read(source, at)));
      }
      if (variant == EntityId.Validator.class) {
        return new FixedCodec<EntityId.Validator>(
            KEY,
            AccountId.LENGTH,
            (v, target, at) -> v.hotkey().write(target, at),
            (source, at) -> new EntityId.Validator(AccountId.read(source, at)));
      }
    }
    if (field.getType() == FieldDescriptor.Type.UINT32) {
      if (variant == EntityId.Subnet.class) {
        return new VarintCodec<EntityId.Subnet>(
            v -> v.netuid().value(), v -> new EntityId.Subnet(netuid(v)));
      }
      if (variant == EntityId.Emission.class) {
        return new VarintCodec<EntityId.Emission>(
            v -> v.netuid().value(), v -> new EntityId.Emission(netuid(v)));
      }
    }
    return null;
  }

  /** An enum, bound by the names of its constants; 0 is for none. */
  private static ValueCodec constants(Class<?> type, EnumDescriptor descriptor) {
    var numbers = new LinkedHashMap<Object, Long>();
    var constants = new LinkedHashMap<Long, Object>();
    for (Object constant : type.getEnumConstants()) {
      EnumValueDescriptor value = descriptor.findValueByName(((Enum<?>) constant).name());
      if (value == null || value.getNumber() == 0) {
        throw new SchemaMismatchException(
            type.getName()
                + " and "
                + descriptor.getFullName()
                + " do not fit: "
                + constant
                + " has no value of its name other than 0");
      }
      numbers.put(constant, (long) value.getNumber());
      constants.put((long) value.getNumber(), constant);
    }
    for (EnumValueDescriptor value : descriptor.getValues()) {
      if (value.getNumber() != 0 && !constants.containsKey((long) value.getNumber())) {
        throw new SchemaMismatchException(
            type.getName()
                + " and "
                + descriptor.getFullName()
                + " do not fit: value "
                + value.getName()
                + " has no constant");
      }
    }
    return new VarintCodec<Object>(
        constant -> numbers.get(constant),
        number -> {
          Object constant = constants.get(number);
          if (constant == null) {
            throw new IllegalArgumentException(number + " is none of " + constants.values());
          }
          return constant;
        });
  }

  private static boolean bool(long number) {
    if (number != 0 && number != 1) {
      throw new IllegalArgumentException(number + " is neither 0 nor 1");
    }
    return number == 1;
  }

  private static int u32(long number) {
    if (number < 0 || number > U32_MAX) {
      throw new IllegalArgumentException(Long.toUnsignedString(number) + " is above " + U32_MAX);
    }
    return (int) number;
  }

  private static Netuid netuid(long number) {
    return Netuid.of(Math.toIntExact(number));
  }

  private static long zigzag(long number) {
    return number << 1 ^ number >> 63;
  }

  private static long unzigzag(long number) {
    return number >>> 1 ^ -(number & 1);
  }

  private static IntVector ints(long[] numbers) {
    int[] ints = new int[numbers.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = u32(numbers[i]);
    }
    return IntVector.of(ints);
  }

  private static LongVector longs(long[] numbers) {
    return LongVector.of(numbers);
  }

  private static List<Netuid> netuids(long[] numbers) {
    var netuids = new ArrayList<Netuid>(numbers.length);
    for (long number : numbers) {
      netuids.add(netuid(number));
    }
    return List.copyOf(netuids);
  }
}
