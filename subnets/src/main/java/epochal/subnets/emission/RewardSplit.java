package epochal.subnets.emission;

import epochal.ledger.money.Rao;
import java.math.BigInteger;

/**
 * How a subnet's emission of one block is split (spec 02 §5): the owner's cut is {@code emission ×
 * 11,796 / 65,535} in fixed point with 32 fraction bits, of which the whole rao are paid; of what
 * remains, fraction included, the whole rao accrue for the epoch, half for miners and half for
 * validators. The fractions, less than two rao, are never minted.
 *
 * @param cut for the owner
 * @param accrued for the epoch
 */
record RewardSplit(Rao cut, Rao accrued) {
  private static final int FRACTION_BITS = 32; // I96F32

  static RewardSplit owned(Rao emission, int ownerCut) {
    BigInteger whole = BigInteger.valueOf(emission.amount()).shiftLeft(FRACTION_BITS);
    BigInteger cut =
        whole.multiply(BigInteger.valueOf(ownerCut)).divide(BigInteger.valueOf(65_535));
    return new RewardSplit(floor(cut), floor(whole.subtract(cut)));
  }

  static RewardSplit ownerless(Rao emission) {
    return new RewardSplit(Rao.ZERO, emission);
  }

  private static Rao floor(BigInteger fixed) {
    return Rao.of(fixed.shiftRight(FRACTION_BITS).longValueExact());
  }
}
