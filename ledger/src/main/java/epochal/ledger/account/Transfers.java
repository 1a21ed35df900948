package epochal.ledger.account;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/** The three transfers, and who may receive (spec 01 §2.2). */
final class Transfers {
  private Transfers() {}

  static Decision<AccountEvent> transfer(
      AccountState state, AccountCommand.Transfer command, Context ctx) {
    Rao amount = command.amount();
    if (amount.isMoreThan(state.free())) {
      return reject(
          Rejection.of(
                  RejectionCode.FundsUnavailable,
                  "The account has "
                      + state.free()
                      + " and cannot send "
                      + amount
                      + ": send less, or fund it first.")
              .with("free", state.free().amount())
              .with("amount", amount.amount()));
    }
    Rao deposit = ctx.network().existentialDeposit();
    Rao rest = state.free().minus(amount);
    if (command.keepAlive() && rest.isLessThan(deposit) && !amount.isZero()) {
      return reject(
          Rejection.of(
                  RejectionCode.NotExpendable,
                  "This would leave "
                      + rest
                      + ", less than the existential deposit of "
                      + deposit
                      + ": send less, or allow the account to end.")
              .with("remaining", rest.amount())
              .with("existential_deposit", deposit.amount()));
    }
    if (amount.isZero() || command.to().equals(state.coldkey())) {
      return accept();
    }
    return send(command.to(), amount, rest, ctx);
  }

  static Decision<AccountEvent> transferAll(
      AccountState state, AccountCommand.TransferAll command, Context ctx) {
    Rao kept = command.keepAlive() ? ctx.network().existentialDeposit() : Rao.ZERO;
    Rao amount = state.free().minusOrZero(kept);
    if (amount.isZero() || command.to().equals(state.coldkey())) {
      return accept();
    }
    return send(command.to(), amount, state.free().minus(amount), ctx);
  }

  /** An amount below the deposit may be too little for the receiver, who must be asked. */
  static Decision<AccountEvent> send(AccountId to, Rao amount, Rao rest, Context ctx) {
    Rao deposit = ctx.network().existentialDeposit();
    if (amount.isLessThan(deposit)) {
      EntityId receiver = EntityId.account(to);
      var admission = ctx.fact(receiver, Fact.Admission.class);
      if (admission == null) {
        return ask(receiver, new Query.Receivable(amount));
      }
      if (admission.refusal() != null) {
        return reject(admission.refusal());
      }
    }
    return accept(
        new AccountEvent.Transferred(to, amount, rest.isLessThan(deposit) ? rest : Rao.ZERO));
  }

  static @Nullable Rejection receivable(AccountState state, Rao amount, Context ctx) {
    Rao deposit = ctx.network().existentialDeposit();
    if (state.exists() || amount.isZero() || !amount.isLessThan(deposit)) {
      return null;
    }
    return Rejection.of(
            RejectionCode.BelowMinimum,
            "The receiver does not exist and cannot begin with "
                + amount
                + ": send at least the existential deposit of "
                + deposit
                + ".")
        .with("amount", amount.amount())
        .with("existential_deposit", deposit.amount());
  }
}
