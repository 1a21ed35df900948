package epochal.persistence.wire;

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
    return Wire.VARINT;
  }

  @Override
  public boolean isZero(Object value) {
    return number(value) == 0;
  }

  @Override
  public void write(Output out, Object value) {
    out.varint(number(value));
  }

  @Override
  public Object read(Input in, int depth) {
    return value(in.varint());
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
