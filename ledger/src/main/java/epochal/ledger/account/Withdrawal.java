package epochal.ledger.account;

import epochal.ledger.aggregate.Context;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;

/** What can be taken out of an account without ending it (spec 01 §2.3). */
final class Withdrawal {
  private Withdrawal() {}

  /** Best effort, preserving the account (spec 01 §2.3). */
  static Rao withdrawable(AccountState state, Rao amount, Context ctx) {
    return amount.min(state.free().minusOrZero(ctx.network().existentialDeposit()));
  }

  static Rejection notEnough(AccountState state, Rao amount, String purpose) {
    return Rejection.of(
            RejectionCode.NotEnoughBalanceToStake,
            "The account has "
                + state.free()
                + " and cannot "
                + purpose
                + " "
                + amount
                + ": use a smaller amount, or fund it first.")
        .with("free", state.free().amount())
        .with("amount", amount.amount());
  }

  static Rejection nothingToTake(AccountState state, Context ctx) {
    return Rejection.of(
            RejectionCode.ZeroBalanceAfterWithdrawn,
            "The account has "
                + state.free()
                + ", of which "
                + ctx.network().existentialDeposit()
                + " must stay: fund it first.")
        .with("free", state.free().amount());
  }
}
