package epochal.persistence.wire;

/**
 * How the values of one Java type stand on the wire, without their tag; a value of wire type LEN
 * with its length.
 */
interface ValueCodec {

  /** One of the types of {@link Wire}. */
  int wireType();

  /** Whether this is the value that an absent field without presence has. */
  boolean isZero(Object value);

  void write(Output out, Object value);

  /**
   * Reads one value.
   *
   * @throws UnreadableRecordException or another runtime exception for bytes that are no value
   */
  Object read(Input in, int depth);

  /**
   * The value that an absent field without presence has.
   *
   * @throws RuntimeException if there is none
   */
  Object zero();
}
