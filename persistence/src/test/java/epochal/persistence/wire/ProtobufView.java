package epochal.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Records next to what protobuf's own generated classes make of their bytes. */
final class ProtobufView {
  private static final String GENERATED = "epochal.persistence.schema.";
  private static final String PACKAGE = "epochal.v1.";

  private ProtobufView() {}

  /** What the generated class of the message reads from these bytes. */
  static Message parse(String schema, byte[] bytes) {
    String name = schema.substring(PACKAGE.length()).replace('.', '$');
    try {
      return (Message)
          Class.forName(GENERATED + name)
              .getMethod("parseFrom", byte[].class)
              .invoke(null, (Object) bytes);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(schema, e);
    }
  }

  /** What the generated class writes, map entries in order. */
  static byte[] write(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes;
  }

  /** Compares every component with its field. */
  static void assertEqual(Object value, Message message) {
    RecordComponent[] components = value.getClass().getRecordComponents();
    assertThat(message.getDescriptorForType().getFields()).hasSize(components.length);
    for (RecordComponent component : components) {
      FieldDescriptor field =
          message
              .getDescriptorForType()
              .findFieldByName(SchemaBinding.snakeCase(component.getName()));
      Object held = component(component, value);
      if (held == null) {
        assertThat(message.hasField(field)).as(field.getFullName()).isFalse();
      } else {
        if (field.hasPresence()) {
          assertThat(message.hasField(field)).as(field.getFullName()).isTrue();
        }
        assertEqual(held, field, message.getField(field));
      }
    }
  }

  private static @Nullable Object component(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertEqual(Object value, FieldDescriptor field, Object read) {
    switch (value) {
      case SortedMap<?, ?> map -> {
        var entries = (List<?>) read;
        assertThat(entries).hasSize(map.size());
        for (Object entry : entries) {
          var pair = (MapEntry<?, ?>) entry;
          assertThat(map.get(pair.getKey())).isEqualTo(pair.getValue());
        }
      }
      case List<?> list -> {
        var entries = (List<?>) read;
        assertThat(entries).hasSize(list.size());
        for (int i = 0; i < list.size(); i++) {
          assertEqualEntry(list.get(i), entries.get(i));
        }
      }
      case IntVector ints ->
          assertThat(read).isEqualTo(Arrays.stream(ints.values()).boxed().toList());
      case LongVector longs ->
          assertThat(read).isEqualTo(Arrays.stream(longs.values()).boxed().toList());
      case Object other -> assertEqualEntry(other, read);
    }
    assertThat(field.isRepeated())
        .isEqualTo(
            value instanceof List
                || value instanceof Map
                || value instanceof IntVector
                || value instanceof LongVector);
  }

  private static void assertEqualEntry(Object value, Object read) {
    switch (value) {
      case Rao rao -> assertThat(read).isEqualTo(rao.amount());
      case Netuid netuid -> assertThat(read).isEqualTo(netuid.value());
      case AccountId key -> assertThat(read).isEqualTo(ByteString.copyFrom(key.bytes()));
      case Hash256 hash -> assertThat(read).isEqualTo(ByteString.copyFrom(hash.bytes()));
      case Signature signature ->
          assertThat(read).isEqualTo(ByteString.copyFrom(signature.bytes()));
      case Bytes bytes -> assertThat(read).isEqualTo(ByteString.copyFrom(bytes.values()));
      case Enum<?> constant ->
          assertThat(((EnumValueDescriptor) read).getName()).isEqualTo(constant.name());
      case EntityId entity -> {
        var message = (Message) read;
        assertThat(message.getAllFields()).hasSize(1);
        FieldDescriptor set = message.getAllFields().keySet().iterator().next();
        assertThat(set.getName()).isEqualTo(entity.kind());
        Object key =
            switch (entity) {
              case EntityId.Account(var coldkey) -> coldkey;
              case EntityId.Validator(var hotkey) -> hotkey;
              case EntityId.Subnet(var netuid) -> netuid;
              case EntityId.Emission(var netuid) -> netuid;
            };
        assertEqualEntry(key, message.getField(set));
      }
      case Record inner -> {
        var message = (Message) read;
        if (message.getDescriptorForType().getRealOneofs().isEmpty()) {
          assertEqual(inner, message);
        } else {
          assertThat(message.getAllFields()).hasSize(1);
          var set = message.getAllFields().entrySet().iterator().next();
          assertThat(set.getKey().getName())
              .isEqualTo(SchemaBinding.snakeCase(inner.getClass().getSimpleName()));
          assertEqual(inner, (Message) set.getValue());
        }
      }
      case Object other -> assertThat(read).isEqualTo(other);
    }
  }
}
