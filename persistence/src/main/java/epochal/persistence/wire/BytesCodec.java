package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Values that stand on the wire as a string of bytes.
 *
 * @param length of the bytes
 * @param fromBytes refuses bytes that are no value
 */
record BytesCodec<T>(
    ToIntFunction<T> length, Function<T, byte[]> toBytes, Function<byte[], T> fromBytes)
    implements ValueCodec {

  @Override
  public int wireType() {
    return WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return length(value) == 0;
  }

  @Override
  public int size(Object value) {
    int length = length(value);
    return CodedOutputStream.computeUInt32SizeNoTag(length) + length;
  }

  @Override
  public void write(CodedOutputStream out, Object value) throws IOException {
    out.writeByteArrayNoTag(toBytes.apply(typed(value)));
  }

  @Override
  public Object read(CodedInputStream in, int depth) throws IOException {
    return value(in.readByteArray());
  }

  @Override
  public Object zero() {
    return value(new byte[0]);
  }

  private int length(Object value) {
    return length.applyAsInt(typed(value));
  }

  @SuppressWarnings("unchecked") // bound to components of this very type
  private T typed(Object value) {
    return (T) value;
  }

  private Object value(byte[] bytes) {
    return fromBytes.apply(bytes);
  }
}
