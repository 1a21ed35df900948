package epochal.persistence.record;

import com.google.protobuf.Descriptors.FieldDescriptor;
import epochal.persistence.wire.Input;
import epochal.persistence.wire.Wire;

/**
 * The fields of an encoded message as they lie in an array, for messages with small numbers; of one
 * message after another.
 */
final class Fields {
  /** Fields beyond this are not looked for. */
  static final int HIGHEST = 31;

  private final int[] from = new int[HIGHEST + 1];
  private final int[] to = new int[HIGHEST + 1];
  private byte[] source = {};

  /** A bit for each field that there is. */
  private int present;

  /**
   * Finds the values of all fields, with their lengths where they have one.
   *
   * @throws IllegalArgumentException for bytes that are no message
   */
  void find(byte[] message, int begin, int end) {
    source = message;
    present = 0;
    var in = new Input(message, begin, end);
    while (!in.isAtEnd()) {
      int tag = in.tag();
      int at = in.at();
      in.skip(Wire.type(tag));
      int number = Wire.field(tag);
      if (number <= HIGHEST) {
        from[number] = at;
        to[number] = in.at();
        present |= 1 << number;
      }
    }
  }

  byte[] source() {
    return source;
  }

  boolean has(int number) {
    return (present & 1 << number) != 0;
  }

  int from(int number) {
    return from[number];
  }

  int to(int number) {
    return to[number];
  }

  /** The tag of a field that is no list of messages. */
  static int tag(FieldDescriptor field) {
    return Wire.tag(
        field.getNumber(),
        switch (field.getJavaType()) {
          case MESSAGE, STRING, BYTE_STRING -> Wire.LENGTH_DELIMITED;
          case INT, LONG, BOOLEAN, ENUM -> field.isPacked() ? Wire.LENGTH_DELIMITED : Wire.VARINT;
          case FLOAT, DOUBLE -> throw new IllegalArgumentException(field.getFullName());
        });
  }
}
