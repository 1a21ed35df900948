package epochal.persistence.wire;

/** The two of protobuf's types on the wire that the schema uses. */
public final class Wire {
  /** Variable-length numbers. */
  public static final int VARINT = 0;

  /** A length and so many bytes. */
  public static final int LENGTH_DELIMITED = 2;

  private static final int TYPE_BITS = 3;

  private Wire() {}

  public static int tag(int field, int type) {
    return field << TYPE_BITS | type;
  }

  public static int field(int tag) {
    return tag >>> TYPE_BITS;
  }

  public static int type(int tag) {
    return tag & (1 << TYPE_BITS) - 1;
  }
}
