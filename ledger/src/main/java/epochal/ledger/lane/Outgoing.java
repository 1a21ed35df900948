package epochal.ledger.lane;

import epochal.ledger.id.EntityId;

/** A message and the aggregate that it is for. */
public record Outgoing(EntityId to, Message message) {}
