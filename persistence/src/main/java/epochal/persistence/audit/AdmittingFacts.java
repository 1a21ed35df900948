package epochal.persistence.audit;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Call;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.subnets.root.RootEvent;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts that must have been told for a call to be obeyed. They are not in the log; but an
 * answer that only lets a call pass or not must have let it pass, and a price or a stake that the
 * event itself names is known. With them the decision can be made again, and the event must come
 * out equal.
 */
final class AdmittingFacts {
  private static final Rao PLENTY = Rao.of(Long.MAX_VALUE);

  private AdmittingFacts() {}

  /** An answer to each query; null where one is needed that nothing tells. */
  static @Nullable SortedMap<EntityId, Sourced> of(
      Call call, SortedMap<EntityId, Query> queries, @Nullable Object event) {
    var facts = new TreeMap<EntityId, Sourced>();
    for (Map.Entry<EntityId, Query> asked : queries.entrySet()) {
      Fact fact = fact(call, asked.getKey(), asked.getValue(), event);
      if (fact == null) {
        return null;
      }
      facts.put(asked.getKey(), new Sourced(fact, 0));
    }
    return facts;
  }

  private static @Nullable Fact fact(
      Call call, EntityId asked, Query query, @Nullable Object event) {
    return switch (query) {
      case Query.Receivable ignored -> new Fact.Admission(null);
      case Query.Admissible ignored -> new Fact.Admission(null);
      case Query.SeatTerms ignored ->
          event instanceof AccountEvent.RegistrationPaid paid
              ? new Fact.Terms(null, paid.limit())
              : null;
      case Query.LockTerms ignored ->
          event instanceof AccountEvent.NetworkLockPaid paid
              ? new Fact.Terms(null, paid.limit())
              : null;
      case Query.Standing ignored when asked instanceof EntityId.Validator(AccountId hotkey) ->
          new Fact.ValidatorStanding(call.actor(), true, stake(hotkey, event));
      case Query.Standing ignored -> null;
      case Query.EpochInputs ignored -> null;
      case Query.RootInputs ignored -> null;
      case Query.EmissionShares ignored -> null;
    };
  }

  /** Enough for everything; but for a root seat the stakes decide, and the event names its own. */
  private static Rao stake(AccountId hotkey, @Nullable Object event) {
    if (event instanceof RootEvent.RootSeatTaken taken) {
      if (hotkey.equals(taken.hotkey())) {
        return taken.stake();
      }
      return hotkey.equals(taken.evicted()) ? Rao.ZERO : PLENTY;
    }
    return PLENTY;
  }
}
