package epochal.subnets.yuma;

/**
 * What an epoch makes of each neuron's stake: activity, permits and active stake (spec 09 §3.1 to
 * §3.4), and in the end the emission (§3.12). The arrays go into the epoch's result, so they are
 * new in each epoch.
 */
final class NeuronStakes {
  /** Below it {@link #divide} is right; there are never more than 2^54.3 rao. */
  static final long MAX_TOTAL = 1L << 62;

  final boolean[] active;
  final long[] stake;
  final boolean[] permits;
  final boolean[] newPermits;
  final long[] activeStake;

  NeuronStakes(EpochInput in, long[] scratch) {
    active = active(in);
    stake = stake(in);
    permits = in.validatorPermit().clone();
    permitOwner(in, permits);
    newPermits = permitsGiven(in, scratch);
    activeStake = activeStake();
  }

  /** Whether the stakes add up to a sum that the short arithmetic covers. */
  static boolean covers(long[] stake) {
    long total = 0;
    for (long rao : stake) {
      total += rao; // none is negative, and what was too large before stays so
      if (total < 0 || total >= MAX_TOTAL) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] active(EpochInput in) {
    boolean[] active = new boolean[in.size()];
    for (int u = 0; u < active.length; u++) {
      // Both are below 2^63, so their sum as an unsigned number cannot wrap.
      long lastActiveBlock = in.lastUpdate()[u] + in.parameters().activityCutoff();
      active[u] = Long.compareUnsigned(lastActiveBlock, in.currentBlock()) >= 0;
    }
    return active;
  }

  /** The 64 fraction bits of the chain's quotient and the step to 32 of them are one floor. */
  private static long[] stake(EpochInput in) {
    long[] stake = in.stake().clone();
    long minimum = in.parameters().minStake();
    for (int u = 0; u < stake.length; u++) {
      if (stake[u] < minimum && !in.isOwner(u)) {
        stake[u] = 0;
      }
    }
    normalize(stake);
    return stake;
  }

  /**
   * Divides each by their sum, which is below {@link #MAX_TOTAL}; they stay as they are if it is 0.
   */
  static void normalize(long[] values) {
    divide(values, I32F32.wrappingSum(values));
  }

  /**
   * {@code floor(v * 2^32 / d)} for values up to the divisor, which has b bits, by two
   * multiplications: with {@code m = floor(2^(b+61) / d) + 1} the high half of {@code (v *
   * 2^(62-b)) * m} is the floor of {@code v * 2^59 / d} plus less than a quarter; without its
   * lowest 27 bits it is the quotient or one more. {@link Divisors} is quicker, but not for so
   * large numbers.
   */
  static void divide(long[] values, long divisor) {
    if (divisor == 0) {
      return;
    }
    long multiplier = multiplier(divisor);
    int shift = Long.numberOfLeadingZeros(divisor) - 2;
    for (int i = 0; i < values.length; i++) {
      long estimate = Math.multiplyHigh(values[i] << shift, multiplier) >>> 27;
      long remainder = (values[i] << 32) - estimate * divisor;
      values[i] = estimate + (remainder >> 63);
    }
  }

  /** {@code floor(2^(b+61) / d) + 1} for a divisor of b bits, by long division. */
  private static long multiplier(long d) {
    if (d == 1) {
      return (1L << 62) + 1;
    }
    long quotient = Long.divideUnsigned(Long.MIN_VALUE, d); // of 2^63, to be followed by b - 2 bits
    long remainder = Long.MIN_VALUE - quotient * d;
    int rest = 62 - Long.numberOfLeadingZeros(d);
    while (rest > 0) {
      int step = Math.min(rest, Long.numberOfLeadingZeros(d));
      remainder <<= step;
      long digits = Long.divideUnsigned(remainder, d);
      quotient = (quotient << step) + digits;
      remainder -= digits * d;
      rest -= step;
    }
    return quotient + 1;
  }

  /**
   * The k largest stakes other than 0, of equal ones those with the higher uid, and the owner.
   * Stake and uid make one number, no two are the same, and the k-th largest is found bit by bit:
   * it is the largest that k or more of them reach.
   */
  private boolean[] permitsGiven(EpochInput in, long[] ranks) {
    int n = stake.length;
    int count = in.parameters().maxAllowedValidators();
    for (int u = 0; u < n; u++) {
      ranks[u] = stake[u] << 16 | u;
    }
    long last = count < n ? count == 0 ? Long.MAX_VALUE : kthLargest(ranks, n, count) : 0;
    boolean[] given = new boolean[n];
    for (int u = 0; u < n; u++) {
      given[u] = stake[u] != 0 && ranks[u] >= last;
    }
    permitOwner(in, given);
    return given;
  }

  private static long kthLargest(long[] values, int n, int k) {
    long found = 0;
    for (int bit = 48; bit >= 0; bit--) {
      long candidate = found | 1L << bit;
      if (countFrom(values, n, candidate) >= k) {
        found = candidate;
      }
    }
    return found;
  }

  private static long countFrom(long[] values, int n, long least) {
    long below = 0;
    for (int i = 0; i < n; i++) {
      below += (values[i] - least) >>> 63;
    }
    return n - below;
  }

  private static void permitOwner(EpochInput in, boolean[] permits) {
    if (in.ownerUid().isPresent() && in.ownerUid().getAsInt() < permits.length) {
      permits[in.ownerUid().getAsInt()] = true;
    }
  }

  private long[] activeStake() {
    long[] counted = new long[stake.length];
    for (int u = 0; u < counted.length; u++) {
      counted[u] = active[u] && permits[u] ? stake[u] : 0;
    }
    normalize(counted);
    return counted;
  }

  /**
   * The emission by incentive and dividends, or by stake where nobody earned any (spec 09 §3.12).
   */
  Emission emission(long[] incentive, long[] dividends, long rao) {
    int n = stake.length;
    long[] server = incentive.clone();
    long[] validator = dividends.clone();
    long[] combined = new long[n];
    for (int u = 0; u < n; u++) {
      combined[u] = incentive[u] + dividends[u];
    }
    long total = I32F32.wrappingSum(combined);
    if (total == 0) {
      long[] byStake = I32F32.wrappingSum(activeStake) == 0 ? stake : activeStake;
      validator = byStake.clone();
      combined = byStake.clone();
    } else {
      divide(server, total);
      divide(validator, total);
      divide(combined, total);
    }
    portions(server, rao);
    portions(validator, rao);
    portions(combined, rao);
    return new Emission(server, validator, combined);
  }

  /** Makes shares, at most one each, portions of the rao: floored, and not more than the rao. */
  private static void portions(long[] shares, long rao) {
    for (int u = 0; u < shares.length; u++) {
      long share = shares[u];
      shares[u] = (Math.multiplyHigh(share, rao) << 32) | ((share * rao) >>> 32);
    }
  }

  static int[] proportions(long[] values) {
    int[] proportions = new int[values.length];
    for (int u = 0; u < proportions.length; u++) {
      proportions[u] = UnitFixed.toProportion(values[u]);
    }
    return proportions;
  }
}
