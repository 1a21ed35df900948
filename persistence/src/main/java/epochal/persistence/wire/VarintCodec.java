package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Values that stand on the wire as one variable-length number.
 *
 * @param toNumber the 64 bits that are written
 * @param fromNumber refuses numbers that are no value
 */
record VarintCodec<T>(ToLongFunction<T> toNumber, LongFunction<T> fromNumber)
    implements ValueCodec {

  @Override
  public int wireType() {
    return WireFormat.WIRETYPE_VARINT;
  }

  @Override
  public boolean isZero(Object value) {
    return number(value) == 0;
  }

  @Override
  public int size(Object value) {
    return CodedOutputStream.computeUInt64SizeNoTag(number(value));
  }

  @Override
  public void write(CodedOutputStream out, Object value) throws IOException {
    out.writeUInt64NoTag(number(value));
  }

  @Override
  public Object read(CodedInputStream in, int depth) throws IOException {
    return value(Varints.read(in));
  }

  @Override
  public Object zero() {
    return value(0);
  }

  @SuppressWarnings("unchecked") // bound to components of this very type
  private long number(Object value) {
    return toNumber.applyAsLong((T) value);
  }

  private Object value(long number) {
    return fromNumber.apply(number);
  }
}
