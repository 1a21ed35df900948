package epochal.ledger.lane;

import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;

/** What one aggregate may ask another before it decides. Answers are {@link Fact}s. */
public sealed interface Query {

  /** Asks an account whether it would take a credit of this amount. */
  record Receivable(Rao amount) implements Query {}

  /** Asks a validator for its owner and stake: {@link Fact.ValidatorStanding}. */
  record Standing() implements Query {}

  /**
   * Asks whether the receiver would take this message now, coming from {@code coldkey}'s account:
   * {@link Fact.Admission}.
   */
  record Admissible(Message message) implements Query {}

  /** Asks a subnet whether this hotkey could register and at what price: {@link Fact.Terms}. */
  record SeatTerms(AccountId hotkey) implements Query {}

  /** Asks root what a new subnet costs and whether one may be created: {@link Fact.Terms}. */
  record LockTerms() implements Query {}

  /** Asks a subnet for everything that an epoch needs of it: {@link Fact.EpochSource}. */
  record EpochInputs() implements Query {}

  /** Asks root for everything that a root epoch needs of it: {@link Fact.RootSource}. */
  record RootInputs() implements Query {}

  /** Asks the network's emission for issuance and shares: {@link Fact.Shares}. */
  record EmissionShares() implements Query {}
}
