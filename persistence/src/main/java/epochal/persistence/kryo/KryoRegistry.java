package epochal.persistence.kryo;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which classes may be written with Kryo, and under which ids. Immutable. */
public final class KryoRegistry {
  /** Below are Kryo's own types: numbers, text. */
  private static final int FIRST_ID = 32;

  private final SortedMap<Integer, Class<?>> types;

  private KryoRegistry(SortedMap<Integer, Class<?>> types) {
    this.types = Collections.unmodifiableSortedMap(types);
  }

  /** The ledger's own types. */
  public static KryoRegistry ledger() {
    var registry = new KryoRegistry(new TreeMap<>());
    for (KryoTypes block : LedgerTypes.BLOCKS) {
      registry = registry.with(block);
    }
    return registry;
  }

  /** The ledger's own types and all that the class path adds as services. */
  public static KryoRegistry load() {
    KryoRegistry registry = ledger();
    for (KryoTypes more : ServiceLoader.load(KryoTypes.class, KryoTypes.class.getClassLoader())) {
      registry = registry.with(more);
    }
    return registry;
  }

  /**
   * This registry with more types.
   *
   * @throws IllegalArgumentException if an id or a type is taken or out of its range, or a type is
   *     neither a record nor an enum
   */
  public KryoRegistry with(KryoTypes more) {
    var ids = new TreeMap<>(types);
    var known = new HashMap<Class<?>, Integer>();
    types.forEach((id, type) -> known.put(type, id));
    List<Class<?>> added = more.types();
    if (more.firstId() < FIRST_ID || more.firstId() + added.size() - 1 > more.lastId()) {
      throw new IllegalArgumentException(
          added.size()
              + " types do not fit into the ids "
              + more.firstId()
              + " to "
              + more.lastId());
    }
    for (int i = 0; i < added.size(); i++) {
      add(more.firstId() + i, added.get(i), ids, known);
    }
    return new KryoRegistry(ids);
  }

  private static void add(
      int id, Class<?> type, Map<Integer, Class<?>> ids, Map<Class<?>, Integer> known) {
    if (!type.isRecord() && !type.isEnum() && !SpecialTypes.isSpecial(type)) {
      throw new IllegalArgumentException(type.getName() + " is neither a record nor an enum");
    }
    Integer other = known.putIfAbsent(type, id);
    if (other != null) {
      throw new IllegalArgumentException(type.getName() + " is registered as " + other);
    }
    Class<?> before = ids.putIfAbsent(id, type);
    if (before != null) {
      throw new IllegalArgumentException(
          "the id " + id + " of " + type.getName() + " is that of " + before.getName());
    }
  }

  /** Every type by its id. */
  public SortedMap<Integer, Class<?>> types() {
    return types;
  }
}
