package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.RecentCalls;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.Sha256;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One hash for a state, the same on any machine: two states have the same digest if and only if
 * they are equal (but for a collision of SHA-256).
 *
 * <h2>Canonical bytes</h2>
 *
 * A value is written as a tag that names its kind, then its content, big-endian, with the size
 * before everything that has one, so that no two values write the same bytes. A record writes its
 * simple class name and its components in order. Lists, sorted maps and sorted sets write their
 * elements in their own order, whatever class holds them.
 *
 * <p>What has no order of its own, a hash map or a hash set, and what is not exact, a float or a
 * double, is refused loudly: neither has a place in a state, and an order that differs from run to
 * run would make the digest lie. So is every other class that is not known here.
 */
public final class StateDigest {
  private static final byte NULL = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte INT = 3;
  private static final byte LONG = 4;
  private static final byte STRING = 5;
  private static final byte ENUM = 6;
  private static final byte BYTES = 7;
  private static final byte INTS = 8;
  private static final byte LONGS = 9;
  private static final byte LIST = 10;
  private static final byte MAP = 11;
  private static final byte SET = 12;
  private static final byte RECORD = 13;

  /** Entities that one thread hashes before it looks for more. */
  private static final int SHARE = 256;

  private static final VarHandle INT_AT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final ClassValue<Plan> PLANS =
      new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
          return Plan.of(type);
        }
      };

  private static final byte[] ACCOUNT_ID = PLANS.get(AccountId.class).begin();
  private static final byte[] RECENT_CALL = PLANS.get(RecentCalls.Key.class).begin();

  private final MessageDigest hash = Sha256.begin();
  private final byte[] buffer = new byte[8_192];
  private int filled;

  private StateDigest() {}

  /**
   * The digest of one value.
   *
   * @throws IllegalArgumentException if something in it has no canonical form
   */
  public static Hash256 of(@Nullable Object value) {
    var digest = new StateDigest();
    digest.write(value);
    return digest.finish();
  }

  /**
   * The digest of all entities, with their lanes and recent calls: that of the list of their own
   * digests in the order of their ids, so that all processors can work on it.
   *
   * @throws IllegalArgumentException if something in one of them has no canonical form
   */
  public static Hash256 ofEntities(SortedMap<EntityId, ? extends Entity<?>> entities) {
    List<Entity<?>> all = List.copyOf(entities.values());
    List<Hash256> each =
        IntStream.range(0, (all.size() + SHARE - 1) / SHARE)
            .parallel()
            .mapToObj(i -> all.subList(i * SHARE, Math.min(all.size(), (i + 1) * SHARE)))
            .flatMap(share -> ofEach(share).stream())
            .toList();
    return of(each);
  }

  private static List<Hash256> ofEach(List<Entity<?>> entities) {
    var digest = new StateDigest();
    var each = new ArrayList<Hash256>(entities.size());
    for (Entity<?> entity : entities) {
      digest.write(entity);
      each.add(digest.finish());
    }
    return each;
  }

  private Hash256 finish() {
    flush();
    return Hash256.of(hash.digest());
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> put(NULL);
      case Boolean flag -> write(flag.booleanValue());
      case Integer number -> write(number.intValue());
      case Long number -> write(number.longValue());
      case String text -> {
        put(STRING);
        put(text.getBytes(StandardCharsets.UTF_8));
      }
      case Enum<?> constant -> {
        put(ENUM);
        put(PLANS.get(constant.getDeclaringClass()).name());
        put(constant.name().getBytes(StandardCharsets.UTF_8));
      }
      case Record made -> write(made);
      case byte[] bytes -> {
        put(BYTES);
        put(bytes);
      }
      case int[] numbers -> {
        put(INTS);
        putInt(numbers.length);
        for (int number : numbers) {
          putInt(number);
        }
      }
      case long[] numbers -> {
        put(LONGS);
        putInt(numbers.length);
        for (long number : numbers) {
          putLong(number);
        }
      }
      case List<?> list -> {
        put(LIST);
        putInt(list.size());
        for (Object element : list) {
          write(element);
        }
      }
      case SortedMap<?, ?> map -> {
        put(MAP);
        putInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(entry.getKey());
          write(entry.getValue());
        }
      }
      case SortedSet<?> set -> {
        put(SET);
        putInt(set.size());
        for (Object element : set) {
          write(element);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "a state must not hold a " + value.getClass().getName() + ": it has no fixed order");
    }
  }

  private void write(boolean flag) {
    put(flag ? TRUE : FALSE);
  }

  private void write(int number) {
    put(INT);
    putInt(number);
  }

  private void write(long number) {
    put(LONG);
    putLong(number);
  }

  private void write(Record made) {
    // The keys of all lanes and recent calls, of which there are more than of all else together.
    if (made instanceof AccountId(long a, long b, long c, long d)) {
      putRaw(ACCOUNT_ID);
      write(a);
      write(b);
      write(c);
      write(d);
      return;
    }
    if (made instanceof RecentCalls.Key(long validUntil, long a, long b, long c, long d)) {
      putRaw(RECENT_CALL);
      write(validUntil);
      write(a);
      write(b);
      write(c);
      write(d);
      return;
    }
    Plan plan = PLANS.get(made.getClass());
    putRaw(plan.begin());
    for (Component component : plan.components()) {
      try {
        switch (component.kind()) {
          case LONG -> write((long) component.get().invokeExact((Object) made));
          case INT -> write((int) component.get().invokeExact((Object) made));
          case BOOLEAN -> write((boolean) component.get().invokeExact((Object) made));
          case OBJECT -> write((Object) component.get().invokeExact((Object) made));
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot read a " + made.getClass().getName(), e);
      }
    }
  }

  private void put(byte value) {
    if (filled == buffer.length) {
      flush();
    }
    buffer[filled++] = value;
  }

  private void putInt(int value) {
    if (filled + Integer.BYTES > buffer.length) {
      flush();
    }
    INT_AT.set(buffer, filled, value);
    filled += Integer.BYTES;
  }

  private void putLong(long value) {
    if (filled + Long.BYTES > buffer.length) {
      flush();
    }
    LONG_AT.set(buffer, filled, value);
    filled += Long.BYTES;
  }

  /** The number of bytes, then the bytes. */
  private void put(byte[] bytes) {
    putInt(bytes.length);
    putRaw(bytes);
  }

  private void putRaw(byte[] bytes) {
    if (filled + bytes.length > buffer.length) {
      flush();
    }
    if (bytes.length > buffer.length) {
      hash.update(bytes);
    } else {
      System.arraycopy(bytes, 0, buffer, filled, bytes.length);
      filled += bytes.length;
    }
  }

  private void flush() {
    hash.update(buffer, 0, filled);
    filled = 0;
  }

  private enum Kind {
    LONG,
    INT,
    BOOLEAN,
    OBJECT
  }

  /**
   * How to read one component.
   *
   * @param get from {@link Object} to the kind's own type
   */
  private record Component(Kind kind, MethodHandle get) {}

  /**
   * How to write the values of one class.
   *
   * @param begin all that a record writes before its components
   */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Plan(byte[] name, byte[] begin, Component[] components) {

    static Plan of(Class<?> type) {
      byte[] name = type.getSimpleName().getBytes(StandardCharsets.UTF_8);
      RecordComponent[] declared = type.getRecordComponents();
      var components = new Component[declared == null ? 0 : declared.length];
      for (int i = 0; i < components.length; i++) {
        components[i] = component(type, declared[i]);
      }
      byte[] begin =
          ByteBuffer.allocate(1 + Integer.BYTES + name.length + Integer.BYTES)
              .put(RECORD)
              .putInt(name.length)
              .put(name)
              .putInt(components.length)
              .array();
      return new Plan(name, begin, components);
    }

    private static Component component(Class<?> type, RecordComponent declared) {
      Class<?> of = declared.getType();
      Kind kind =
          of == long.class
              ? Kind.LONG
              : of == int.class ? Kind.INT : of == boolean.class ? Kind.BOOLEAN : Kind.OBJECT;
      if (kind == Kind.OBJECT && of.isPrimitive()) {
        throw new IllegalArgumentException(
            "a state must not hold a " + of + ": " + type.getName() + "." + declared.getName());
      }
      try {
        Method accessor = declared.getAccessor();
        accessor.setAccessible(true);
        Class<?> returned = kind == Kind.OBJECT ? Object.class : of;
        return new Component(
            kind,
            MethodHandles.lookup()
                .unreflect(accessor)
                .asType(MethodType.methodType(returned, Object.class)));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("cannot read " + declared, e);
      }
    }
  }
}
