package epochal.subnets.subnet;

import java.math.BigInteger;

/** Which seat a new neuron takes (spec 03 §6.1). */
final class Pruning {
  private static final int MAX_SCORE = 65_535;
  static final int NONE = -1;

  private Pruning() {}

  /** The uid for the next registration at {@code block}, or {@link #NONE} if there are no seats. */
  static int seat(SubnetState state, long block) {
    int max = state.parameters().getInt(Hyperparameter.MAX_ALLOWED_UIDS);
    if (max == 0) {
      return NONE;
    }
    return state.size() < max ? state.size() : victim(state, block);
  }

  /**
   * Two minima of the pruning score are kept in ascending order of uid: among the seats that are no
   * longer immune an equal score moves it on to the later uid, among the immune only a lower one
   * does. Who is not immune goes first, unless none of them has a score below the maximum.
   */
  private static int victim(SubnetState state, long block) {
    int immunity = state.parameters().getInt(Hyperparameter.IMMUNITY_PERIOD);
    int minScore = MAX_SCORE;
    int minUid = 0;
    int minImmuneScore = MAX_SCORE;
    int minImmuneUid = 0;
    for (int uid = 0; uid < state.size(); uid++) {
      Neuron neuron = state.neurons().get(uid);
      int score = neuron.scores().pruning();
      boolean immune = block - neuron.blockAtRegistration() < immunity;
      if (!immune && score <= minScore) {
        minScore = score;
        minUid = uid;
      } else if (immune && score < minImmuneScore) {
        minImmuneScore = score;
        minImmuneUid = uid;
      }
    }
    return minScore == MAX_SCORE ? minImmuneUid : minUid;
  }

  /**
   * Combined emissions scaled so that the highest is 65535, rounded to the nearest; all zero if
   * nothing was emitted.
   */
  static int[] scores(long[] emission) {
    long max = 0;
    for (long amount : emission) {
      max = Math.max(max, amount);
    }
    int[] scores = new int[emission.length];
    if (max > 0) {
      for (int uid = 0; uid < emission.length; uid++) {
        scores[uid] =
            BigInteger.valueOf(emission[uid])
                .multiply(BigInteger.valueOf(2L * MAX_SCORE))
                .add(BigInteger.valueOf(max))
                .divide(BigInteger.valueOf(max).shiftLeft(1))
                .intValueExact();
      }
    }
    return scores;
  }
}
