package epochal.persistence.journal;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.key.Hash256;
import epochal.persistence.record.EncodedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of an aggregate as its log holds it: encoded once, and journalled, fed, archived and
 * hashed as these same bytes.
 *
 * <p>The writer's copy also carries what the bytes were made from and the entity that they lead to,
 * so that nothing is decoded or applied a second time on the way in. A copy that was read back
 * carries bytes alone.
 */
public final class StoredRecord {
  /** Names this type's payloads among the entries of a log. */
  public static final int SERIALIZER_ID = -1;

  private final byte[] payload;
  private final boolean attention;
  private final @Nullable Hash256 chain;
  private final @Nullable Recorded<?> recorded;
  private final @Nullable Entity<?> after;

  private StoredRecord(
      byte[] payload,
      boolean attention,
      @Nullable Hash256 chain,
      @Nullable Recorded<?> recorded,
      @Nullable Entity<?> after) {
    this.payload = payload;
    this.attention = attention;
    this.chain = chain;
    this.recorded = recorded;
    this.after = after;
  }

  /** A record as it was read back. */
  public static StoredRecord read(byte[] payload, boolean attention) {
    return new StoredRecord(payload, attention, null, null, null);
  }

  /**
   * A record to be written.
   *
   * @param attention whether the entity must be woken after a restart without anyone calling it
   * @param after the entity once this record holds; none where only a later record of the same
   *     batch leads to an entity that is known
   */
  public static StoredRecord written(
      EncodedRecord encoded, boolean attention, @Nullable Entity<?> after) {
    return new StoredRecord(
        encoded.payload(), attention, encoded.chain(), encoded.recorded(), after);
  }

  /** The encoded record; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  public boolean attention() {
    return attention;
  }

  /** The hash of this record and all before it; none where it was read back. */
  public @Nullable Hash256 chain() {
    return chain;
  }

  /** What the payload was made from; none where it was read back. */
  public @Nullable Recorded<?> recorded() {
    return recorded;
  }

  /** The entity once this record holds; none where it was read back. */
  public @Nullable Entity<?> after() {
    return after;
  }

  @Override
  public String toString() {
    return "StoredRecord(" + payload.length + " bytes)";
  }
}
