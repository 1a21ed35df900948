package epochal.ledger.account;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;

/** What an account asks of a hotkey: stake, and delegation (spec 05 §1). */
final class Requests {
  private Requests() {}

  static Decision<AccountEvent> addStake(
      AccountState state, AccountCommand.AddStake command, Context ctx) {
    if (command.amount().isMoreThan(state.free())) {
      return reject(Withdrawal.notEnough(state, command.amount(), "stake"));
    }
    EntityId hotkey = EntityId.validator(command.hotkey());
    Rao taken = Withdrawal.withdrawable(state, command.amount(), ctx);
    var deposit = new Message.StakeDeposit(command.coldkey(), taken);
    var admission = ctx.fact(hotkey, Fact.Admission.class);
    if (admission == null) {
      return ask(hotkey, new Query.Admissible(deposit));
    }
    if (admission.refusal() != null) {
      return reject(admission.refusal());
    }
    if (taken.isZero() && !command.amount().isZero()) {
      return reject(Withdrawal.nothingToTake(state, ctx));
    }
    return accept(new AccountEvent.StakeSent(command.hotkey(), taken));
  }

  /** Sends a request to a hotkey once the hotkey has said that it would grant it. */
  static Decision<AccountEvent> request(
      AccountId hotkey, Message message, AccountEvent event, Context ctx) {
    EntityId validator = EntityId.validator(hotkey);
    var admission = ctx.fact(validator, Fact.Admission.class);
    if (admission == null) {
      return ask(validator, new Query.Admissible(message));
    }
    return admission.refusal() == null ? accept(event) : reject(admission.refusal());
  }

  /** The strict rule of spec 01 §12: passes when never limited, never used, or long enough ago. */
  static Decision<AccountEvent> limited(
      Decision<AccountEvent> decision, long last, long limit, Context ctx) {
    if (decision instanceof Decision.Accepted
        && limit != 0
        && last != 0
        && ctx.block() - last <= limit) {
      return reject(
          Rejection.of(
                  RejectionCode.DelegateTxRateLimitExceeded,
                  "The coldkey's last such operation was at block "
                      + last
                      + ": wait until block "
                      + (last + limit + 1)
                      + ".")
              .with("last", last)
              .with("limit", limit)
              .with("block", ctx.block()));
    }
    return decision;
  }

  static Decision<AccountEvent> increaseTake(
      AccountState state, AccountCommand.IncreaseTake command, Context ctx) {
    return limited(
        request(
            command.hotkey(),
            new Message.TakeChange(command.coldkey(), command.take(), true),
            new AccountEvent.TakeChangeRequested(command.hotkey(), command.take(), true),
            ctx),
        state.lastTakeChange(),
        ctx.network().takeRateLimit(),
        ctx);
  }

  static Decision<AccountEvent> decreaseTake(AccountCommand.DecreaseTake command, Context ctx) {
    return request(
        command.hotkey(),
        new Message.TakeChange(command.coldkey(), command.take(), false),
        new AccountEvent.TakeChangeRequested(command.hotkey(), command.take(), false),
        ctx);
  }
}
