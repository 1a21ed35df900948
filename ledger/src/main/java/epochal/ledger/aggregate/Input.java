package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;

/** What can reach an entity and make it decide. */
public sealed interface Input<C> {

  /** A call whose signature and network were verified at the door. */
  record Submitted<C>(SignedCall call) implements Input<C> {}

  /**
   * A message, as it was put on the wire.
   *
   * @param after the number before it on its lane that may be unacknowledged, 0 if none
   * @param sentAt the sender's block when this copy was sent
   */
  record Arrived<C>(EntityId from, long number, long after, long sentAt, Message message)
      implements Input<C> {}

  /**
   * Something that the entity does by itself or that the clock or the genesis makes it do.
   *
   * @param notBefore the least block that it happens at
   */
  record Internal<C>(C command, Origin origin, long notBefore) implements Input<C> {}
}
