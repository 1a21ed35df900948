package epochal.persistence.record;

import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.persistence.wire.Output;

/**
 * What a thread needs to write a record or to read one, which anew for each would be a quarter of
 * all that a transfer allocates. A thread has one record under way at a time, and what lies here is
 * of no use to anybody afterwards.
 */
final class Desk {
  private static final ThreadLocal<Desk> DESKS = ThreadLocal.withInitial(Desk::new);

  private final Output record = new Output(1024);
  private final Output event = new Output(256);
  private final Output call = new Output(256);
  private final Output signed = new Output(256);
  private final Fields fields = new Fields();
  private final Blake2b callHash = Blake2b.incremental();
  private final ChainHash chain = new ChainHash();

  private Desk() {}

  /** The calling thread's. */
  static Desk own() {
    return DESKS.get();
  }

  /** For a record, with nothing in it. */
  Output record() {
    return cleared(record);
  }

  /** For a record's event, with nothing in it. */
  Output event() {
    return cleared(event);
  }

  /** For a call's message, with nothing in it. */
  Output call() {
    return cleared(call);
  }

  /** For the bytes that are signed, with nothing in it. */
  Output signed() {
    return cleared(signed);
  }

  private static Output cleared(Output out) {
    out.clear();
    return out;
  }

  /**
   * Where the fields of the event lie.
   *
   * @throws IllegalArgumentException for bytes that are no message
   */
  Fields fields(byte[] source, int begin, int end) {
    fields.find(source, begin, end);
    return fields;
  }

  /** A call's id. */
  Hash256 callId(byte[] signed) {
    return callHash.update(signed).hash();
  }

  ChainHash chain() {
    return chain;
  }
}
