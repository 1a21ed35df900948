package epochal.ledger.validator;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand.Stake;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How a reward is shared (spec 02 §7.2), bit for bit as the chain does it in I64F64.
 *
 * <p>A hotkey that is no delegate leaves everything to its owner. A delegate's owner first has the
 * take, {@code floor(take / 65535 × validator)} with the ratio rounded down to 64 fraction bits;
 * the rest is shared over the stakes as they were before the payment, each {@code floor(stake /
 * total × rest)} with its ratio rounded in the same way; what rounding leaves is the owner's too,
 * as is all that was earned by mining.
 */
final class Payout {
  private static final int FRACTION_BITS = 64;
  private static final long U16_MAX = 65_535;

  private Payout() {}

  static ValidatorEvent.RewardPaid of(ValidatorState state, Message.Reward reward) {
    Rao validator = reward.validator();
    if (!state.delegate()) {
      return new ValidatorEvent.RewardPaid(
          reward.netuid(), reward.server(), validator, validator, List.of(), Rao.ZERO);
    }
    Rao take = part(state.take(), U16_MAX, validator);
    Rao rest = validator.minus(take);
    Rao dust = rest;
    var shares = new ArrayList<Stake>();
    if (!rest.isZero()) {
      for (var entry : state.stakes().entrySet()) {
        AccountId coldkey = entry.getKey();
        Rao share = part(entry.getValue().amount(), state.total().amount(), rest);
        if (!share.isZero()) {
          shares.add(new Stake(coldkey, share));
          dust = dust.minus(share);
        }
      }
    }
    return new ValidatorEvent.RewardPaid(
        reward.netuid(), reward.server(), validator, take, List.copyOf(shares), dust);
  }

  /** {@code floor(floor(numerator / denominator, 64 bits) × amount)}; at most {@code amount}. */
  static Rao part(long numerator, long denominator, Rao amount) {
    BigInteger ratio =
        BigInteger.valueOf(numerator)
            .shiftLeft(FRACTION_BITS)
            .divide(BigInteger.valueOf(denominator));
    return Rao.of(
        ratio
            .multiply(BigInteger.valueOf(amount.amount()))
            .shiftRight(FRACTION_BITS)
            .longValueExact());
  }
}
