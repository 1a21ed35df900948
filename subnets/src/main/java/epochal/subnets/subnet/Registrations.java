package epochal.subnets.subnet;

import epochal.ledger.money.Rao;
import java.math.BigInteger;

/**
 * A subnet's registration terms and how they move (spec 03 §5.1).
 *
 * @param total registrations ever
 * @param burn the price now
 * @param difficulty of a proof of work, unsigned 64-bit; it moves with the price though no proofs
 *     are taken
 * @param thisInterval registrations since {@code lastAdjustment}
 * @param thisBlock registrations in {@code lastBlock}
 * @param lastBlock the block of the last registration
 * @param lastAdjustment the block at which the terms were last adjusted
 */
public record Registrations(
    long total,
    Rao burn,
    long difficulty,
    int thisInterval,
    int thisBlock,
    long lastBlock,
    long lastAdjustment) {
  private static final int FRACTION_BITS = 18; // I110F18
  private static final BigInteger U64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  static Registrations starting(Rao burn, long difficulty, long block) {
    return new Registrations(0, burn, difficulty, 0, 0, 0, block);
  }

  /** These terms, with so many registrations before. */
  Registrations counting(long registrations) {
    return new Registrations(
        registrations, burn, difficulty, thisInterval, thisBlock, lastBlock, lastAdjustment);
  }

  int inBlock(long block) {
    return block == lastBlock ? thisBlock : 0;
  }

  Registrations registered(long block) {
    return new Registrations(
        total + 1, burn, difficulty, thisInterval + 1, inBlock(block) + 1, block, lastAdjustment);
  }

  Registrations withBurn(Rao newBurn) {
    return new Registrations(
        total, newBurn, difficulty, thisInterval, thisBlock, lastBlock, lastAdjustment);
  }

  /** With the interval beginning at this block. */
  Registrations startingInterval(long block) {
    return new Registrations(total, burn, difficulty, thisInterval, thisBlock, lastBlock, block);
  }

  /** The first block at which the terms are due for adjustment; never for an interval of 0. */
  long nextAdjustment(Hyperparameters parameters) {
    int interval = parameters.getInt(Hyperparameter.ADJUSTMENT_INTERVAL);
    return interval == 0 ? Long.MAX_VALUE : lastAdjustment + interval;
  }

  /** The terms after every adjustment that was due up to {@code block}, each at its own block. */
  Registrations adjusted(Hyperparameters parameters, long block) {
    Registrations terms = this;
    while (terms.nextAdjustment(parameters) <= block) {
      terms = terms.adjustedOnce(parameters);
    }
    return terms;
  }

  /**
   * All registrations pay by burning, so with any of them above target the price moves; at or below
   * target it is the difficulty, which the table of spec 03 §5.1 moves when burns prevail. With
   * none at all both move.
   */
  private Registrations adjustedOnce(Hyperparameters parameters) {
    int target = parameters.getInt(Hyperparameter.TARGET_REGS_PER_INTERVAL);
    boolean none = thisInterval == 0;
    boolean above = thisInterval > target;
    Rao newBurn = burn;
    long newDifficulty = difficulty;
    if (above || none) {
      newBurn =
          Rao.of(
              move(
                      BigInteger.valueOf(burn.amount()),
                      target,
                      parameters.get(Hyperparameter.ADJUSTMENT_ALPHA),
                      BigInteger.valueOf(parameters.get(Hyperparameter.MIN_BURN)),
                      BigInteger.valueOf(parameters.get(Hyperparameter.MAX_BURN)))
                  .longValueExact());
    }
    if (!above) {
      newDifficulty =
          move(
                  unsigned(difficulty),
                  target,
                  parameters.get(Hyperparameter.ADJUSTMENT_ALPHA),
                  unsigned(parameters.get(Hyperparameter.MIN_DIFFICULTY)),
                  unsigned(parameters.get(Hyperparameter.MAX_DIFFICULTY)))
              .longValue();
    }
    return new Registrations(
        total, newBurn, newDifficulty, 0, thisBlock, lastBlock, nextAdjustment(parameters));
  }

  /**
   * {@code a·x + (1 - a)·x·(r + t)/(2t)} in fixed point with 18 fraction bits, each product and
   * quotient rounded down, bounded, then truncated.
   */
  private BigInteger move(
      BigInteger x, int target, long adjustmentAlpha, BigInteger min, BigInteger max) {
    BigInteger one = BigInteger.ONE.shiftLeft(FRACTION_BITS);
    BigInteger alpha = unsigned(adjustmentAlpha).shiftLeft(FRACTION_BITS).divide(U64_MAX);
    BigInteger value = x.shiftLeft(FRACTION_BITS);
    BigInteger pull =
        times(value, BigInteger.valueOf(thisInterval + (long) target).shiftLeft(FRACTION_BITS))
            .divide(BigInteger.valueOf(2L * target));
    BigInteger moved =
        times(alpha, value).add(times(one.subtract(alpha), pull)).shiftRight(FRACTION_BITS);
    return moved.min(max).max(min);
  }

  private static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(FRACTION_BITS);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
