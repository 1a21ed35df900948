package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;

/**
 * A command that a person signs. It names the aggregate that decides and the key in whose name it
 * acts; whoever signs must be that key, or the network's sudo key.
 */
public interface Call {

  EntityId target();

  /** The coldkey or hotkey that acts. */
  AccountId actor();
}
