package epochal.persistence.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.EnumNameSerializer;
import com.esotericsoftware.kryo.serializers.RecordSerializer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Kryo with the types of a registry and no others. It notes which record types it writes. For one
 * thread at a time.
 */
final class LedgerKryo extends Kryo {
  /** More than states and messages nest; keeps a hostile message from exhausting the stack. */
  private static final int MAX_DEPTH = 256;

  private final List<Family> families;
  private final BitSet met = new BitSet();

  /**
   * An interface whose implementations are all written alike.
   *
   * @param id of the registration
   */
  record Family(int id, Class<?> type, Serializer<?> serializer) {}

  LedgerKryo(Map<Integer, Class<?>> types, List<Family> families) {
    this.families = families;
    setRegistrationRequired(true);
    setReferences(false);
    setMaxDepth(MAX_DEPTH);
    types.forEach((id, type) -> register(type, serializer(id, type), id));
    for (Family family : families) {
      register(family.type(), family.serializer(), family.id());
    }
  }

  /** The ids of the record types written since this was last asked. */
  BitSet takeMet() {
    var taken = (BitSet) met.clone();
    met.clear();
    return taken;
  }

  @Override
  @SuppressWarnings("rawtypes") // as it is declared
  public Registration getRegistration(Class type) {
    Registration known = getClassResolver().getRegistration(type);
    if (known != null) {
      return known;
    }
    Class<?> written = writtenAs(type);
    return written == null
        ? super.getRegistration(type) // says that it is not registered
        : getClassResolver().getRegistration(written);
  }

  private @Nullable Class<?> writtenAs(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return List.class;
    }
    if (SortedMap.class.isAssignableFrom(type)) {
      return SortedMap.class;
    }
    for (Family family : families) {
      if (family.type().isAssignableFrom(type)) {
        return family.type();
      }
    }
    return null;
  }

  private Serializer<?> serializer(int id, Class<?> type) {
    Serializer<?> special = SpecialTypes.serializer(type);
    if (special != null) {
      return special;
    }
    return type.isEnum()
        ? new EnumNameSerializer(type.asSubclass(Enum.class))
        : new NotedRecords<>(id, type);
  }

  private final class NotedRecords<T> extends RecordSerializer<T> {
    private final int id;

    NotedRecords(int id, Class<T> type) {
      super(type);
      this.id = id;
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
      met.set(id);
      super.write(kryo, output, value);
    }
  }
}
