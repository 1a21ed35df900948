package epochal.cluster.demo;

import epochal.ledger.aggregate.Call;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;

/** What the population needs of a node. Answers come to the calling virtual thread. */
public interface Desk {

  /** Signs and submits a call, and counts how it was answered. */
  void submit(Call call, SigningKey signer);

  /** Asks an entity; facts are of the moment. */
  <F extends Fact> F ask(EntityId whom, Query query, Class<F> type);
}
