package epochal.actors.protocol;

import epochal.ledger.rejection.Rejection;
import epochal.persistence.kryo.KryoSerializable;

/** What a command came to. */
public sealed interface Outcome extends KryoSerializable {

  /**
   * It took effect, durably. Sending the same command again gives the same answer.
   *
   * @param sequence of its first event in the log of the entity that decided; 0 if it changed
   *     nothing
   * @param block at which it took effect
   */
  record Accepted(long sequence, long block) implements Outcome {}

  /** It was not obeyed, and why. */
  record Rejected(Rejection rejection) implements Outcome {}

  /** Too much is waiting. Nothing was done; the same command may be sent again later. */
  record Busy(String sentence) implements Outcome {}

  /**
   * The node cannot write at present. Nothing was done, unless by an earlier sending of the same
   * command, which may be sent again when the node goes on.
   *
   * @param code the log's, {@code DiskFull}
   * @param sentence says what is the matter and what would help
   */
  record Unavailable(String code, String sentence) implements Outcome {}

  /**
   * Something went wrong and it is not known whether the command took effect. Sending the same
   * command again is safe and tells.
   */
  record Failed(String sentence) implements Outcome {}
}
