package epochal.persistence.wire;

import java.util.function.Function;

/**
 * Values that stand on the wire as a string of bytes.
 *
 * @param toBytes may give the value's own array, which is only read
 * @param fromBytes refuses bytes that are no value
 */
record BytesCodec<T>(Function<T, byte[]> toBytes, Reader<T> fromBytes) implements ValueCodec {
  private static final byte[] EMPTY = {};

  /** Makes a value of some bytes of an array. */
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] source, int from, int to);
  }

  @Override
  public int wireType() {
    return Wire.LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return bytes(value).length == 0;
  }

  @Override
  public void write(Output out, Object value) {
    byte[] bytes = bytes(value);
    out.varint(bytes.length);
    out.bytes(bytes, 0, bytes.length);
  }

  @Override
  public Object read(Input in, int depth) {
    int from = in.span();
    return value(in.array(), from, in.at());
  }

  @Override
  public Object zero() {
    return value(EMPTY, 0, 0);
  }

  @SuppressWarnings("unchecked") // bound to components of this very type
  private byte[] bytes(Object value) {
    return toBytes.apply((T) value);
  }

  private Object value(byte[] source, int from, int to) {
    return fromBytes.read(source, from, to);
  }
}
