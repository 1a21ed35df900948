package epochal.persistence.wire;

/**
 * Values that stand on the wire as a string of bytes that is always as long: keys, hashes,
 * signatures. Such a value is never left out.
 *
 * @param name of one such value, for people
 */
record FixedCodec<T>(String name, int length, Writer<T> writer, Reader<T> reader)
    implements ValueCodec {

  /** Writes a value to a place in an array. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T value, byte[] target, int at);
  }

  /** Reads a value at a place in an array. */
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] source, int at);
  }

  @Override
  public int wireType() {
    return Wire.LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // bound to components of this very type
  public void write(Output out, Object value) {
    out.varint(length);
    int at = out.reserve(length);
    writer.write((T) value, out.array(), at);
  }

  @Override
  public Object read(Input in, int depth) {
    int from = in.span();
    if (in.at() - from != length) {
      throw lengthIs(in.at() - from);
    }
    return value(in.array(), from);
  }

  @Override
  public Object zero() {
    throw lengthIs(0);
  }

  private Object value(byte[] source, int from) {
    return reader.read(source, from);
  }

  private IllegalArgumentException lengthIs(int found) {
    return new IllegalArgumentException("%s has %d bytes, not %d".formatted(name, length, found));
  }
}
