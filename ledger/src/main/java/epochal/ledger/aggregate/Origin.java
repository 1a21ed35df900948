package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;

/** Why an event happened; part of its record. */
public sealed interface Origin {

  /** A person asked for it and signed. */
  record Signed(SignedCall call) implements Origin {}

  /**
   * A message on a lane caused it.
   *
   * @param number of the message, as its sender counts
   */
  record Delivered(EntityId from, long number) implements Origin {}

  /** The aggregate did it by itself, or the block clock made it. */
  record Clock() implements Origin {}

  /** The network began with it. */
  record Genesis() implements Origin {}

  /** It happened together with the record before it, for the same reason. */
  record Same() implements Origin {}

  Origin CLOCK = new Clock();
  Origin GENESIS = new Genesis();
  Origin SAME = new Same();
}
