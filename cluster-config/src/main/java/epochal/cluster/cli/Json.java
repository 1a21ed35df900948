package epochal.cluster.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
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
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * Results as JSON, one object a line: amounts are integers of rao, keys are SS58 addresses, hashes
 * are hexadecimal, entities are as {@code account:5F…}.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(ledger())
          .build();

  private Json() {}

  private static SimpleModule ledger() {
    var module = new SimpleModule("ledger");
    module.addSerializer(AccountId.class, ToStringSerializer.instance);
    module.addKeySerializer(AccountId.class, new TextKey<>());
    module.addSerializer(Bytes.class, ToStringSerializer.instance);
    module.addKeySerializer(Netuid.class, new TextKey<>());
    module.addSerializer(
        Rao.class, serializer(Rao.class, (rao, json) -> json.writeNumber(rao.amount())));
    module.addSerializer(
        Netuid.class, serializer(Netuid.class, (netuid, json) -> json.writeNumber(netuid.value())));
    module.addSerializer(
        EntityId.class, serializer(EntityId.class, (id, json) -> json.writeString(id.text())));
    module.addSerializer(
        Hash256.class, serializer(Hash256.class, (hash, json) -> json.writeString(hash.hex())));
    module.addSerializer(
        Signature.class,
        serializer(Signature.class, (signature, json) -> json.writeString(signature.hex())));
    module.addSerializer(
        IntVector.class,
        serializer(
            IntVector.class, (ints, json) -> json.writeArray(ints.values(), 0, ints.size())));
    module.addSerializer(
        LongVector.class,
        serializer(
            LongVector.class, (longs, json) -> json.writeArray(longs.values(), 0, longs.size())));
    return module;
  }

  /** Writes one value. */
  private interface Writing<T> {
    void write(T value, JsonGenerator json) throws IOException;
  }

  private static <T> JsonSerializer<T> serializer(Class<T> type, Writing<T> writing) {
    return new StdSerializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        writing.write(value, json);
      }
    };
  }

  /** A key as its text. */
  private static final class TextKey<T> extends JsonSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeFieldName(value.toString());
    }
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void print(PrintWriter out, Object value) {
    out.println(text(value));
    out.flush();
  }
}
