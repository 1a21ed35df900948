package epochal.cluster.bench;

import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochParameters;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.MaxUpscale;
import epochal.subnets.yuma.SparseRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A subnet that could exist, drawn from a fixed seed: the same case gives the same numbers on every
 * machine.
 *
 * <ul>
 *   <li><b>Stakes</b>. Validators sit at random uids. The r-th of them holds about a million TAO
 *       over r, as stake is spread in practice: the largest alone has a fifth of it, and no
 *       majority is formed by few. Miners hold less than any validator, so exactly the validators
 *       have permits, in this epoch and the next.
 *   <li><b>Weights</b>. Each miner has a hidden quality. A validator's score for it is that quality
 *       with an error of its own, up to 8 %, that stays, and one up to 2 % that is new every epoch;
 *       the quality itself moves by up to 1 % an epoch. So validators roughly agree, about half of
 *       their weights lie above the consensus and are clipped, and no two epochs are equal. Rows
 *       are scaled to a maximum of 65535, as the chain stores them. A dense row has a weight for
 *       every other uid. A sparser one has weights for the best, always the same, of which each
 *       validator overlooks one in ten: so there is a consensus at any density.
 *   <li><b>Bonds</b>. An epoch's cost depends on the bonds it finds: the first finds none. So
 *       {@value #EPOCHS_BEFORE} epochs run before, and the measured one takes up their bonds and
 *       permits.
 *   <li><b>Blocks</b>. Everyone is active, and every weight is younger than the registration of the
 *       neuron it is for: none is masked.
 * </ul>
 *
 * <p>Parameters are those that a subnet starts with (kappa 32767, alpha 45875 to 58982, steepness
 * 1000, bonds moving average 900000), except what the case says.
 */
public final class YumaScenario {
  static final int EPOCHS_BEFORE = 2;

  private static final long SEED = 0x5eed_e90c_4a1L;
  private static final int TEMPO = 360;
  private static final long FIRST_EPOCH_BLOCK = 1_000_000;
  private static final long RAO_PER_TAO = 1_000_000_000L;
  private static final long LARGEST_STAKE_TAO = 1_000_000;
  private static final int LEAST_QUALITY = 2_000;
  private static final int BEST_QUALITY = 60_000;
  private static final int THOUSAND = 1_000;
  private static final int LASTING_ERROR = 80;
  private static final int PASSING_ERROR = 20;
  private static final int DRIFT = 10;
  private static final int OVERLOOKED_ONE_IN = 10;

  private final YumaCase size;
  private final EpochParameters parameters;
  private final boolean[] validator;
  private final long[] stake;
  private final long[] registered;
  private final int[] quality;
  private final int[] bestFirst;

  private YumaScenario(YumaCase size) {
    this.size = size;
    EpochParameters classic = EpochParameters.classic();
    parameters =
        new EpochParameters(
            TEMPO,
            classic.activityCutoff(),
            classic.minStake(),
            size.validators(),
            false,
            classic.kappa(),
            size.bondsPenalty(),
            size.mode().isYuma3(),
            size.mode().isLiquid(),
            classic.alphaLow(),
            classic.alphaHigh(),
            classic.alphaSigmoidSteepness(),
            classic.bondsMovingAverage());
    var random = new SplittableRandom(SEED);
    int n = size.n();
    int[] order = shuffled(random, n);
    validator = new boolean[n];
    stake = new long[n];
    long leastValidatorStake = LARGEST_STAKE_TAO * RAO_PER_TAO / (2L * size.validators() + 2);
    for (int rank = 0; rank < n; rank++) {
      int uid = order[rank];
      validator[uid] = rank < size.validators();
      long most = LARGEST_STAKE_TAO * RAO_PER_TAO / (rank + 1);
      stake[uid] =
          validator[uid]
              ? most - random.nextLong(most / 10)
              : random.nextLong(leastValidatorStake / 4);
    }
    registered = new long[n];
    Arrays.setAll(registered, uid -> 1 + random.nextLong(FIRST_EPOCH_BLOCK / 2));
    quality = new int[n];
    Arrays.setAll(quality, uid -> random.nextInt(LEAST_QUALITY, BEST_QUALITY));
    bestFirst =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingInt(uid -> -quality[uid]))
            .mapToInt(uid -> uid)
            .toArray();
  }

  /**
   * The epoch to measure.
   *
   * @param epoch computes the epochs before it
   */
  public static EpochInput input(YumaCase size, Function<EpochInput, EpochResult> epoch) {
    var scenario = new YumaScenario(size);
    EpochInput input = scenario.epoch(0, null);
    for (int number = 1; number <= EPOCHS_BEFORE; number++) {
      input = scenario.epoch(number, epoch.apply(input));
    }
    return input;
  }

  /** The input of the epoch of this number, 0 first, after one that came to {@code before}. */
  private EpochInput epoch(int number, @Nullable EpochResult before) {
    int n = size.n();
    long block = FIRST_EPOCH_BLOCK + (long) number * (TEMPO + 1);
    var random = new SplittableRandom(SEED + 1 + number);
    long[] updated = new long[n];
    Arrays.setAll(updated, uid -> block - 1 - random.nextInt(TEMPO));
    for (int uid = 0; uid < n; uid++) {
      quality[uid] = with(quality[uid], error(random, DRIFT));
    }
    return EpochInput.ofStake(stake)
        .parameters(parameters)
        .blocks(block, block - TEMPO - 1)
        .raoEmission((TEMPO + 1) * RAO_PER_TAO)
        .lastUpdate(updated)
        .blockAtRegistration(registered)
        .validatorPermit(before == null ? validator : before.newValidatorPermit())
        .weights(weights(random))
        .bonds(before == null ? Collections.nCopies(n, SparseRow.EMPTY) : before.bonds())
        .build();
  }

  private List<SparseRow> weights(SplittableRandom passing) {
    var rows = new ArrayList<SparseRow>(size.n());
    for (int uid = 0; uid < size.n(); uid++) {
      if (!validator[uid]) {
        rows.add(SparseRow.EMPTY);
        continue;
      }
      // What lasts is drawn anew from the same seed each epoch instead of being kept.
      var lasting = new SplittableRandom(SEED - 1 - uid);
      int[] columns = judged(uid, lasting);
      int[] scores = new int[columns.length];
      for (int i = 0; i < scores.length; i++) {
        int error = error(lasting, LASTING_ERROR) + error(passing, PASSING_ERROR);
        scores[i] = with(quality[columns[i]], error);
      }
      // Scores can pass an unsigned 16-bit number, but not by much.
      rows.add(new SparseRow(columns, MaxUpscale.row(scores)));
    }
    return rows;
  }

  /** Whom a validator has weights for, ascending. */
  private int[] judged(int validatorUid, SplittableRandom random) {
    int[] columns = new int[size.weightsPerValidator()];
    int found = 0;
    int left = size.n() - 1;
    for (int i = 0; found < columns.length; i++) {
      if (bestFirst[i] == validatorUid) {
        continue;
      }
      boolean overlooked = left > columns.length - found && random.nextInt(OVERLOOKED_ONE_IN) == 0;
      left--;
      if (!overlooked) {
        columns[found++] = bestFirst[i];
      }
    }
    Arrays.sort(columns);
    return columns;
  }

  private static int[] shuffled(SplittableRandom random, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      numbers[i] = numbers[other];
      numbers[other] = i;
    }
    return numbers;
  }

  /** Thousandths, to both sides. */
  private static int error(SplittableRandom random, int most) {
    return random.nextInt(-most, most + 1);
  }

  private static int with(int value, int errorInThousandths) {
    return value * (THOUSAND + errorInThousandths) / THOUSAND;
  }
}
