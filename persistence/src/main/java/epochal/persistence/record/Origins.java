package epochal.persistence.record;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.persistence.schema.RecordBody;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.Output;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.persistence.wire.Wire;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Origins that are no calls, and the entities that they name. */
final class Origins {
  static final int SIGNED_TAG = Wire.tag(RecordBody.SIGNED_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int DELIVERED_TAG =
      Wire.tag(RecordBody.DELIVERED_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int CLOCK_TAG = Wire.tag(RecordBody.CLOCK_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int GENESIS_TAG = Wire.tag(RecordBody.GENESIS_FIELD_NUMBER, Wire.LENGTH_DELIMITED);
  static final int SAME_TAG = Wire.tag(RecordBody.SAME_FIELD_NUMBER, Wire.LENGTH_DELIMITED);

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int NUMBER_TAG =
      Wire.tag(RecordBody.Delivered.NUMBER_FIELD_NUMBER, Wire.VARINT);

  // The same in the messages Entity and Delivered.
  private static final int ACCOUNT_TAG = 1 << 3 | Wire.LENGTH_DELIMITED;
  private static final int VALIDATOR_TAG = 2 << 3 | Wire.LENGTH_DELIMITED;
  private static final int SUBNET_TAG = 3 << 3 | Wire.VARINT;
  private static final int EMISSION_TAG = 4 << 3 | Wire.VARINT;

  private Origins() {}

  /** An origin without content. */
  static void write(Output out, int tag) {
    out.varint(tag);
    out.varint(0);
  }

  /** A message's sender and number. */
  static void write(Output out, EntityId from, long number) {
    out.varint(DELIVERED_TAG);
    int begun = out.begin();
    writeEntity(out, from);
    if (number != 0) {
      out.varint(NUMBER_TAG);
      out.varint(number);
    }
    out.end(begun);
  }

  /** The content of the message {@code Entity}. */
  static void writeEntity(Output out, EntityId entity) {
    switch (entity) {
      case EntityId.Account(AccountId key) -> write(out, ACCOUNT_TAG, key);
      case EntityId.Validator(AccountId key) -> write(out, VALIDATOR_TAG, key);
      case EntityId.Subnet(Netuid netuid) -> write(out, SUBNET_TAG, netuid);
      case EntityId.Emission(Netuid netuid) -> write(out, EMISSION_TAG, netuid);
    }
  }

  private static void write(Output out, int tag, AccountId key) {
    out.varint(tag);
    out.varint(AccountId.LENGTH);
    int at = out.reserve(AccountId.LENGTH);
    key.write(out.array(), at);
  }

  private static void write(Output out, int tag, Netuid netuid) {
    out.varint(tag);
    out.varint(netuid.value());
  }

  /** Reads what {@link #writeEntity} writes. */
  static EntityId readEntity(Input in, Ids ids) {
    int tag = in.tag();
    return switch (tag) {
      case ACCOUNT_TAG -> {
        int from = key(in);
        byte[] source = in.array();
        yield ids.account(
            (long) WORD.get(source, from),
            (long) WORD.get(source, from + 8),
            (long) WORD.get(source, from + 16),
            (long) WORD.get(source, from + 24));
      }
      case VALIDATOR_TAG -> ids.shared(EntityId.validator(AccountId.read(in.array(), key(in))));
      case SUBNET_TAG -> ids.shared(EntityId.subnet(netuid(in)));
      case EMISSION_TAG -> ids.shared(EntityId.emission(netuid(in)));
      default -> throw new IllegalArgumentException(Wire.field(tag) + " is no kind of entity");
    };
  }

  /** The number of a message, which is all that is left to read. */
  static long readNumber(Input in) {
    if (in.isAtEnd()) {
      return 0;
    }
    if (in.tag() != NUMBER_TAG) {
      throw new UnreadableRecordException(
          RecordCodec.NOTES_ONLY, "delivered", "is not written canonically");
    }
    long number = in.varint();
    if (number == 0) {
      throw new UnreadableRecordException(
          RecordCodec.NOTES_ONLY, "delivered", "a zero is written out");
    }
    return number;
  }

  /** Where a key stands. */
  private static int key(Input in) {
    int from = in.span();
    if (in.at() - from != AccountId.LENGTH) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + (in.at() - from));
    }
    return from;
  }

  private static Netuid netuid(Input in) {
    return Netuid.of(Math.toIntExact(in.varint()));
  }
}
