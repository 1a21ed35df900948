package epochal.ledger.validator;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a hotkey takes, with the refusals in the specified order (spec 05 §1). The same
 * answer is given beforehand, when an account asks, and when the message arrives.
 */
final class Admission {
  private Admission() {}

  /** Why the message is refused, or null. */
  static @Nullable Rejection refusal(ValidatorState state, Message message, Context ctx) {
    return switch (message) {
      case Message.StakeDeposit(AccountId coldkey, Rao amount) ->
          deposit(state, coldkey, amount, ctx);
      case Message.StakeWithdrawal(AccountId coldkey, Rao amount) ->
          withdrawal(state, coldkey, amount, ctx);
      case Message.Delegation(AccountId coldkey) -> {
        Rejection refusal = owner(state, coldkey);
        yield refusal == null && state.delegate()
            ? Rejection.of(RejectionCode.HotKeyAlreadyDelegate, "The hotkey is a delegate already.")
            : refusal;
      }
      case Message.TakeChange change -> takeChange(state, change, ctx.network());
      case Message.RegistrationPayment payment ->
          state.owner() == null || state.owner().equals(payment.coldkey())
              ? alreadySeated(state, payment)
              : notOwner(state.owner());
      case Message.Reward ignored ->
          state.owner() == null ? unknown("A hotkey without an owner cannot be paid.") : null;
      default -> null;
    };
  }

  /**
   * What would remain of a nominator's stake after a withdrawal if it is below the minimum, and is
   * paid out too; else zero.
   */
  static Rao belowMinimum(
      ValidatorState state, AccountId coldkey, Rao amount, NetworkParameters network) {
    Rao left = state.stakeOf(coldkey).minus(amount);
    return !coldkey.equals(state.owner()) && left.isLessThan(network.nominatorMinimum())
        ? left
        : Rao.ZERO;
  }

  private static @Nullable Rejection deposit(
      ValidatorState state, AccountId coldkey, Rao amount, Context ctx) {
    Rejection refusal = nominator(state, coldkey);
    if (refusal != null) {
      return refusal;
    }
    if (tooMany(state, coldkey, ctx)) {
      return rate(RejectionCode.StakeRateLimitExceeded, state, coldkey, ctx);
    }
    Rao after = state.stakeOf(coldkey).plus(amount);
    Rao minimum = ctx.network().nominatorMinimum();
    if (!coldkey.equals(state.owner()) && after.isLessThan(minimum)) {
      return Rejection.of(
              RejectionCode.NomStakeBelowMinimumThreshold,
              "A nominator needs at least " + minimum + " on a hotkey; this would make " + after)
          .with("minimum", minimum.amount())
          .with("stake", after.amount());
    }
    return null;
  }

  private static @Nullable Rejection withdrawal(
      ValidatorState state, AccountId coldkey, Rao amount, Context ctx) {
    Rejection refusal = nominator(state, coldkey);
    if (refusal != null) {
      return refusal;
    }
    if (amount.isZero()) {
      return Rejection.of(
          RejectionCode.StakeToWithdrawIsZero, "Nothing was asked for: give an amount above 0.");
    }
    Rao stake = state.stakeOf(coldkey);
    if (amount.isMoreThan(stake)) {
      return Rejection.of(
              RejectionCode.NotEnoughStakeToWithdraw,
              "The coldkey has " + stake + " on this hotkey and cannot take " + amount + ".")
          .with("stake", stake.amount())
          .with("amount", amount.amount());
    }
    return tooMany(state, coldkey, ctx)
        ? rate(RejectionCode.UnstakeRateLimitExceeded, state, coldkey, ctx)
        : null;
  }

  private static @Nullable Rejection takeChange(
      ValidatorState state, Message.TakeChange change, NetworkParameters network) {
    Rejection refusal = owner(state, change.coldkey());
    if (refusal != null) {
      return refusal;
    }
    if (change.increase() ? change.take() <= state.take() : change.take() >= state.take()) {
      return take(
          RejectionCode.DelegateTakeTooLow,
          "The take is "
              + state.take()
              + " of 65535 and would not "
              + (change.increase() ? "rise." : "fall."),
          change,
          state.take());
    }
    if (change.increase() && change.take() > network.maxTake()) {
      return take(
          RejectionCode.DelegateTakeTooHigh,
          "The take is at most " + network.maxTake() + " of 65535.",
          change,
          network.maxTake());
    }
    if (change.take() < network.minTake()) {
      return take(
          RejectionCode.DelegateTakeTooLow,
          "The take is at least " + network.minTake() + " of 65535.",
          change,
          network.minTake());
    }
    return null;
  }

  private static Rejection take(
      RejectionCode code, String sentence, Message.TakeChange change, long bound) {
    return Rejection.of(code, sentence).with("take", change.take()).with("bound", bound);
  }

  private static @Nullable Rejection nominator(ValidatorState state, AccountId coldkey) {
    if (state.owner() == null) {
      return unknown("Nobody has registered this hotkey yet: it cannot hold stake.");
    }
    if (!state.delegate() && !coldkey.equals(state.owner())) {
      return Rejection.of(
          RejectionCode.HotKeyNotDelegateAndSignerNotOwnHotKey,
          "The hotkey is no delegate and belongs to another coldkey: only delegates take others'"
              + " stake.");
    }
    return null;
  }

  private static @Nullable Rejection owner(ValidatorState state, AccountId coldkey) {
    AccountId owner = state.owner();
    if (owner == null) {
      return unknown("Nobody has registered this hotkey yet.");
    }
    return coldkey.equals(owner) ? null : notOwner(owner);
  }

  private static Rejection notOwner(AccountId owner) {
    return Rejection.of(
        RejectionCode.NonAssociatedColdKey,
        "The hotkey belongs to another coldkey, " + owner + ": act with that one.");
  }

  private static Rejection unknown(String sentence) {
    return Rejection.of(RejectionCode.HotKeyAccountNotExists, sentence);
  }

  private static @Nullable Rejection alreadySeated(
      ValidatorState state, Message.RegistrationPayment payment) {
    return state.seats().contains(payment.netuid())
        ? Rejection.of(
            RejectionCode.HotKeyAlreadyRegisteredInSubNet,
            "The hotkey has a seat in subnet " + payment.netuid() + " already.")
        : null;
  }

  private static boolean tooMany(ValidatorState state, AccountId coldkey, Context ctx) {
    var operations = state.operations().get(coldkey);
    return operations != null
        && operations.last() + ctx.network().stakeInterval() > ctx.block()
        && operations.count() >= ctx.network().stakesPerInterval();
  }

  private static Rejection rate(
      RejectionCode code, ValidatorState state, AccountId coldkey, Context ctx) {
    var operations = state.operations().get(coldkey);
    long last = operations == null ? 0 : operations.last();
    long again = last + ctx.network().stakeInterval();
    return Rejection.of(
            code,
            "This coldkey's last stake operation on this hotkey was at block "
                + last
                + ": wait until block "
                + again
                + ".")
        .with("last", last)
        .with("interval", ctx.network().stakeInterval())
        .with("block", ctx.block());
  }
}
