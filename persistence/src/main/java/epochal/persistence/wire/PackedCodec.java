package epochal.persistence.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Vectors of numbers that stand on the wire packed: one string of variable-length numbers.
 *
 * @param at the 64 bits that are written for one entry
 * @param fromNumbers refuses numbers that are no entry
 */
record PackedCodec<T>(ToIntFunction<T> count, EntryAt<T> at, Function<long[], T> fromNumbers)
    implements ValueCodec {

  /** Reads one entry. */
  @FunctionalInterface
  interface EntryAt<T> {
    long number(T vector, int index);
  }

  @Override
  public int wireType() {
    return WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return count.applyAsInt(vector(value)) == 0;
  }

  @Override
  public int size(Object value) {
    int content = contentSize(vector(value));
    return CodedOutputStream.computeUInt32SizeNoTag(content) + content;
  }

  @Override
  public void write(CodedOutputStream out, Object value) throws IOException {
    T vector = vector(value);
    out.writeUInt32NoTag(contentSize(vector));
    int n = count.applyAsInt(vector);
    for (int i = 0; i < n; i++) {
      out.writeUInt64NoTag(at.number(vector, i));
    }
  }

  @Override
  public Object read(CodedInputStream in, int depth) throws IOException {
    return fromNumbers.apply(Varints.readAll(in.readByteArray()));
  }

  @Override
  public Object zero() {
    return fromNumbers.apply(new long[0]);
  }

  private int contentSize(T vector) {
    int size = 0;
    int n = count.applyAsInt(vector);
    for (int i = 0; i < n; i++) {
      size += CodedOutputStream.computeUInt64SizeNoTag(at.number(vector, i));
    }
    return size;
  }

  @SuppressWarnings("unchecked") // bound to components of this very type
  private T vector(Object value) {
    return (T) value;
  }
}
