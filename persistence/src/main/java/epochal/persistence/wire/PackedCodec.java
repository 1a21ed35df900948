package epochal.persistence.wire;

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
    return Wire.LENGTH_DELIMITED;
  }

  @Override
  public boolean isZero(Object value) {
    return count.applyAsInt(vector(value)) == 0;
  }

  @Override
  public void write(Output out, Object value) {
    T vector = vector(value);
    int begun = out.begin();
    int n = count.applyAsInt(vector);
    for (int i = 0; i < n; i++) {
      out.varint(at.number(vector, i));
    }
    out.end(begun);
  }

  @Override
  public Object read(Input in, int depth) {
    return fromNumbers.apply(numbers(in));
  }

  /** All numbers in a string of bytes that holds nothing else. */
  static long[] numbers(Input in) {
    int outer = in.enter();
    int entries = in.countNumbers();
    long[] numbers = new long[entries];
    for (int i = 0; i < entries; i++) {
      numbers[i] = in.varint();
    }
    in.leave(outer);
    return numbers;
  }

  @Override
  public Object zero() {
    return fromNumbers.apply(new long[0]);
  }

  @SuppressWarnings("unchecked") // bound to components of this very type
  private T vector(Object value) {
    return (T) value;
  }
}
