package epochal.persistence.record;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;

/**
 * Where the ids come from that decoded records name as senders. Who reads many records, and keeps
 * what they make of their entities, lets all of them share equal ids.
 */
public interface Ids {
  /** Makes each anew. */
  Ids ANEW =
      new Ids() {
        @Override
        public EntityId account(long a, long b, long c, long d) {
          return EntityId.account(new AccountId(a, b, c, d));
        }

        @Override
        public EntityId shared(EntityId id) {
          return id;
        }
      };

  /** The id of the account whose key has these words, the first of them first. */
  EntityId account(long a, long b, long c, long d);

  /** An id that equals this one. */
  EntityId shared(EntityId id);
}
