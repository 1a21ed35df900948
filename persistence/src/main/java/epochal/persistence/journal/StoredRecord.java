package epochal.persistence.journal;

/**
 * One record of an aggregate as its log holds it: encoded once, and journalled, fed, archived and
 * hashed as these same bytes.
 *
 * @param payload the encoded record; not to be changed
 * @param attention whether the entity must be woken after a restart without anyone calling it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, not compared
public record StoredRecord(byte[] payload, boolean attention) {
  /** Names this type's payloads among the entries of a log. */
  public static final int SERIALIZER_ID = -1;

  @Override
  public String toString() {
    return "StoredRecord(" + payload.length + " bytes)";
  }
}
