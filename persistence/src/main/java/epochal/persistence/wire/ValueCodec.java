package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/**
 * How the values of one Java type stand on the wire, without their tag; a value of wire type LEN
 * with its length.
 */
interface ValueCodec {

  /** One of {@link com.google.protobuf.WireFormat}'s wire types. */
  int wireType();

  /** Whether this is the value that an absent field without presence has. */
  boolean isZero(Object value);

  /** Bytes that {@link #write} writes. */
  int size(Object value);

  void write(CodedOutputStream out, Object value) throws IOException;

  /**
   * Reads one value.
   *
   * @throws UnreadableRecordException or another runtime exception for bytes that are no value
   */
  Object read(CodedInputStream in, int depth) throws IOException;

  /**
   * The value that an absent field without presence has.
   *
   * @throws RuntimeException if there is none
   */
  Object zero();
}
