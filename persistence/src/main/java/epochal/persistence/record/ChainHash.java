package epochal.persistence.record;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;

/**
 * Hashes the chains of many streams, one record after the other, as {@link RecordCodec#chainOf}
 * does, without anything new for each. For one thread.
 */
public final class ChainHash {
  private final Blake2b hash = Blake2b.incremental();

  /**
   * The hash of the last record of a stream, held in place: there is one for every stream, and one
   * that lay elsewhere after every record would never be in the processor's cache.
   */
  public static final class Head {
    private long a;
    private long b;
    private long c;
    private long d;

    /**
     * @param network the network's hash, which stands before the first record
     */
    public Head(Hash256 network) {
      set(network);
    }

    private void set(Hash256 hash) {
      a = hash.a();
      b = hash.b();
      c = hash.c();
      d = hash.d();
    }

    public Hash256 hash() {
      return new Hash256(a, b, c, d);
    }

    /** Whether the last record may carry this mark. */
    public boolean isMarkedBy(ChainMark mark) {
      return a == mark.a() && b == mark.b();
    }
  }

  /**
   * Goes on to the next record of a stream.
   *
   * @param payload as {@link RecordCodec#encode} writes it; the mark in it does not matter
   * @throws epochal.persistence.wire.UnreadableRecordException if the payload is too short to begin
   *     with a mark
   */
  public void next(Head head, EntityId entity, long sequence, byte[] payload) {
    head.set(RecordCodec.chainOf(hash, entity, sequence, payload, head.hash()));
  }
}
