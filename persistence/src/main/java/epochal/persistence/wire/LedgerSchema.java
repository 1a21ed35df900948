package epochal.persistence.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Call;
import epochal.ledger.lane.Message;
import epochal.ledger.validator.ValidatorCommand;
import epochal.ledger.validator.ValidatorEvent;
import epochal.persistence.schema.AccountSchema;
import epochal.persistence.schema.CommonSchema;
import epochal.persistence.schema.EmissionSchema;
import epochal.persistence.schema.EpochSchema;
import epochal.persistence.schema.LaneSchema;
import epochal.persistence.schema.RootSchema;
import epochal.persistence.schema.SubnetSchema;
import epochal.persistence.schema.ValidatorSchema;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.epoch.EpochCommand;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.root.RootCommand;
import epochal.subnets.root.RootEvent;
import epochal.subnets.subnet.SubnetCommand;
import epochal.subnets.subnet.SubnetEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of everything that is written into the log for ever: all events of the six aggregates,
 * all calls that can be signed, and all messages on lanes.
 *
 * <p>Which those are is read from the sealed interfaces. A new event without a message in the
 * schema, or a message without a record, stops the class from loading.
 */
public final class LedgerSchema {
  private static final List<FileDescriptor> FILES =
      List.of(
          CommonSchema.getDescriptor(),
          LaneSchema.getDescriptor(),
          AccountSchema.getDescriptor(),
          ValidatorSchema.getDescriptor(),
          SubnetSchema.getDescriptor(),
          RootSchema.getDescriptor(),
          EmissionSchema.getDescriptor(),
          EpochSchema.getDescriptor());
  private static final SchemaBinding BINDING = new SchemaBinding();
  private static final Kind EVENTS =
      bind(
          Object.class,
          AccountEvent.class,
          ValidatorEvent.class,
          SubnetEvent.class,
          RootEvent.class,
          EmissionEvent.class,
          EpochEvent.class);
  private static final Kind CALLS =
      bind(
          Call.class,
          AccountCommand.class,
          ValidatorCommand.class,
          SubnetCommand.class,
          RootCommand.class,
          EmissionCommand.class,
          EpochCommand.class);
  private static final Kind MESSAGES = bind(Object.class, Message.class);

  static {
    requireNothingUnbound();
  }

  private LedgerSchema() {}

  private record Kind(
      Map<String, MessageCodec<?>> bySchema, Map<Class<?>, MessageCodec<?>> byType) {

    MessageCodec<?> of(Object value) {
      MessageCodec<?> codec = byType.get(value.getClass());
      if (codec == null) {
        throw new IllegalArgumentException(
            value.getClass().getName() + " is none of " + bySchema.keySet());
      }
      return codec;
    }
  }

  /** The codecs of all events, by the full name of their message. */
  public static Map<String, MessageCodec<?>> events() {
    return EVENTS.bySchema();
  }

  /** The codecs of all calls, by the full name of their message. */
  public static Map<String, MessageCodec<?>> calls() {
    return CALLS.bySchema();
  }

  /** The codecs of all messages on lanes, by the full name of their message. */
  public static Map<String, MessageCodec<?>> messages() {
    return MESSAGES.bySchema();
  }

  /** The codecs of all records, those within others included. */
  public static Collection<MessageCodec<?>> all() {
    return BINDING.bound();
  }

  /** The name under which this event is journalled, such as {@code epochal.v1.Transferred}. */
  public static String schemaOfEvent(Object event) {
    return EVENTS.of(event).schema();
  }

  public static byte[] encodeEvent(Object event) {
    return encode(EVENTS.of(event), event);
  }

  /**
   * Reads an event.
   *
   * @throws UnreadableRecordException for an unknown schema and for bytes that are not canonical
   */
  public static Object decodeEvent(String schema, byte[] bytes) {
    return known(EVENTS.bySchema().get(schema), schema, "event").decode(bytes);
  }

  private static MessageCodec<?> known(
      @Nullable MessageCodec<?> codec, String schema, String what) {
    if (codec == null) {
      throw new UnreadableRecordException(schema, what, "this version knows no such " + what);
    }
    return codec;
  }

  private static <T> byte[] encode(MessageCodec<T> codec, Object value) {
    return codec.encode(codec.type().cast(value));
  }

  /** Binds those records of the sealed interfaces that are {@code condition}. */
  private static Kind bind(Class<?> condition, Class<?>... interfaces) {
    var bySchema = new LinkedHashMap<String, MessageCodec<?>>();
    var byType = new LinkedHashMap<Class<?>, MessageCodec<?>>();
    for (Class<?> sealed : interfaces) {
      for (Class<?> type : recordsOf(sealed)) {
        if (condition.isAssignableFrom(type)) {
          MessageCodec<?> codec = BINDING.bind(type, messageNamed(type));
          bySchema.put(codec.schema(), codec);
          byType.put(type, codec);
        }
      }
    }
    return new Kind(Collections.unmodifiableMap(bySchema), byType);
  }

  private static List<Class<?>> recordsOf(Class<?> sealed) {
    var records = new ArrayList<Class<?>>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        records.addAll(recordsOf(permitted));
      } else {
        records.add(permitted);
      }
    }
    return records;
  }

  private static Descriptor messageNamed(Class<?> type) {
    for (FileDescriptor file : FILES) {
      Descriptor message = file.findMessageTypeByName(type.getSimpleName());
      if (message != null) {
        return message;
      }
    }
    throw new SchemaMismatchException(
        type.getName() + " has no message named " + type.getSimpleName() + " in the schema");
  }

  /** Every message is bound, but for those that are only a oneof. */
  private static void requireNothingUnbound() {
    var bound = BINDING.bound().stream().map(MessageCodec::schema).toList();
    for (FileDescriptor file : FILES) {
      for (Descriptor message : file.getMessageTypes()) {
        if (message.getRealOneofs().isEmpty() && !bound.contains(message.getFullName())) {
          throw new SchemaMismatchException(
              message.getFullName() + " in " + file.getName() + " has no Java record");
        }
      }
    }
  }
}
