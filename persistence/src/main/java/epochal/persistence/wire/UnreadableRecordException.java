package epochal.persistence.wire;

/**
 * Bytes that are not the canonical encoding of a message of the schema. Nothing of them was used:
 * what cannot be read whole is not read at all.
 */
public final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String schema;
  private final String field;

  /**
   * @param schema the full name of the message, such as {@code epochal.v1.Transferred}
   * @param field the name or number of the field, or what else of the message was read
   * @param fault what is wrong with it
   */
  public UnreadableRecordException(String schema, String field, String fault) {
    super(schema + ", " + field + ": " + fault);
    this.schema = schema;
    this.field = field;
  }

  UnreadableRecordException(String schema, String field, String fault, Throwable cause) {
    this(schema, field, fault);
    initCause(cause);
  }

  public String schema() {
    return schema;
  }

  public String field() {
    return field;
  }
}
