package epochal.subnets.subnet;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hotkey may take a seat and at what price, with the refusals in the specified order
 * (spec 03 §4.1). The same answer is given beforehand and when the payment arrives.
 */
final class SeatTerms {
  private SeatTerms() {}

  static Fact.Terms terms(SubnetState before, AccountId hotkey, long block) {
    SubnetState state =
        before.exists()
            ? before.withRegistrations(before.registrations().adjusted(before.parameters(), block))
            : before;
    return new Fact.Terms(refusal(state, hotkey, block), state.registrations().burn());
  }

  /** Why the hotkey cannot have a seat at any price, or null. */
  static @Nullable Rejection refusal(SubnetState state, AccountId hotkey, long block) {
    if (!state.exists()) {
      return Rejection.of(
          RejectionCode.SubNetworkDoesNotExist, "There is no subnet " + state.netuid() + ".");
    }
    Hyperparameters parameters = state.parameters();
    if (!parameters.is(Hyperparameter.REGISTRATION_ALLOWED)) {
      return Rejection.of(
          RejectionCode.SubNetRegistrationDisabled, "The subnet takes no registrations now.");
    }
    int perBlock = parameters.getInt(Hyperparameter.MAX_REGS_PER_BLOCK);
    if (state.registrations().inBlock(block) >= perBlock) {
      return Rejection.of(
              RejectionCode.TooManyRegistrationsThisBlock,
              "The subnet takes " + perBlock + " registrations a block: try in the next.")
          .with("limit", perBlock)
          .with("block", block);
    }
    int perInterval = 3 * parameters.getInt(Hyperparameter.TARGET_REGS_PER_INTERVAL);
    if (state.registrations().thisInterval() >= perInterval) {
      long next = state.registrations().nextAdjustment(parameters);
      return Rejection.of(
              RejectionCode.TooManyRegistrationsThisInterval,
              "The subnet takes "
                  + perInterval
                  + " registrations an interval: the next begins at block "
                  + next
                  + ".")
          .with("limit", perInterval)
          .with("next_interval", next);
    }
    if (state.uidOf(hotkey) != null) {
      return Rejection.of(
          RejectionCode.HotKeyAlreadyRegisteredInSubNet,
          "The hotkey has a seat in subnet " + state.netuid() + " already.");
    }
    return Pruning.seat(state, block) == Pruning.NONE
        ? Rejection.of(RejectionCode.NoNeuronIdAvailable, "The subnet has no seats at all.")
        : null;
  }

  static @Nullable Rejection tooDear(SubnetState state, Rao limit) {
    Rao price = state.registrations().burn();
    return price.isMoreThan(limit)
        ? Rejection.of(
                RejectionCode.RegistrationPriceLimitExceeded,
                "The price is now "
                    + price
                    + ", above what was paid, "
                    + limit
                    + ": register again with a higher limit.")
            .with("price", price.amount())
            .with("limit", limit.amount())
        : null;
  }
}
