package epochal.subnets.yuma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Inputs that are anything but plausible: dense and nearly empty matrices, unsorted rows, columns
 * that do not exist, weights that are all equal or all 0, stakes of a few rao or of more than the
 * supply, settings at their limits. One seed, one input.
 */
final class WildInputs {
  private static final long BLOCK = 10_000;
  private static final long MOST_STAKE = 3_000_000_000_000_000L;

  private final SplittableRandom random;
  private final int n;
  private final double density;
  private final boolean ascends;
  private final boolean zeros;
  private final int largest;
  private final int excess;

  private WildInputs(long seed, int most) {
    random = new SplittableRandom(seed);
    n = random.nextInt(most + 1);
    density = oneOf(1, 0.98, 0.5, 0.1, 0.02);
    ascends = random.nextInt(3) > 0;
    zeros = random.nextBoolean();
    largest = (int) oneOf(65_535, 65_535, 1, 5, 2_000);
    excess = random.nextInt(3);
  }

  /** An input with up to {@code most} neurons. */
  static EpochInput of(long seed, int most) {
    return new WildInputs(seed, most).input();
  }

  private EpochInput input() {
    long[] stake = new long[n];
    long[] lastUpdate = new long[n];
    long[] registered = new long[n];
    long[] commits = new long[n];
    boolean[] permits = new boolean[n];
    List<SparseRow> weights = new ArrayList<>();
    List<SparseRow> bonds = new ArrayList<>();
    long mostStake = (long) oneOf(MOST_STAKE, MOST_STAKE, 5, 1, Long.MAX_VALUE);
    long oldest = random.nextBoolean() ? BLOCK : 100;
    int permitted = random.nextInt(5);
    for (int u = 0; u < n; u++) {
      stake[u] = random.nextInt(4) == 0 ? 0 : random.nextLong(mostStake);
      if (u > 0 && random.nextInt(4) == 0) {
        stake[u] = stake[u - 1];
      }
      registered[u] = random.nextLong(oldest);
      lastUpdate[u] = registered[u] + random.nextLong(BLOCK - registered[u]);
      commits[u] = random.nextBoolean() ? EpochInput.NO_COMMIT : random.nextLong(BLOCK);
      permits[u] = random.nextInt(5) <= permitted;
      weights.add(row());
      bonds.add(random.nextInt(4) == 0 ? SparseRow.EMPTY : row());
    }
    return new EpochInput(
        parameters(),
        BLOCK,
        random.nextBoolean() ? 0 : random.nextLong(BLOCK),
        random.nextLong(1_000_000_000_000L),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(n + 1)),
        stake,
        lastUpdate,
        registered,
        permits,
        weights,
        bonds,
        commits);
  }

  private EpochParameters parameters() {
    int mode = random.nextInt(3);
    boolean usual = random.nextBoolean();
    return new EpochParameters(
        1 + random.nextInt(400),
        2_000 + random.nextLong(8_000),
        random.nextBoolean() ? 0 : random.nextLong(1_000_000_000_000L),
        random.nextInt(n + 3),
        random.nextBoolean(),
        (int) oneOf(0, 65_535, 32_767, random.nextInt(65_536)),
        (int) oneOf(65_535, 0, 32_767, random.nextInt(65_536)),
        mode > 0,
        mode == 2,
        usual ? 45_875 : random.nextInt(65_536),
        usual ? 58_982 : random.nextInt(65_536),
        usual ? 1_000 : random.nextInt(-32_768, 32_768),
        (long) oneOf(900_000, 1_000_000, 0, random.nextInt(1_000_000), 1_000_001, 1e15));
  }

  private SparseRow row() {
    int columns = n + excess;
    int[] order = IntStream.range(0, columns).toArray();
    if (!ascends && random.nextInt(3) > 0) {
      for (int j = 0; j < columns; j++) {
        int other = random.nextInt(j + 1);
        order[j] = order[other];
        order[other] = j;
      }
    }
    int[] kept = Arrays.stream(order).filter(j -> random.nextDouble() < density).toArray();
    int[] values = new int[kept.length];
    Arrays.setAll(values, e -> zeros && random.nextInt(4) == 0 ? 0 : random.nextInt(largest + 1));
    return new SparseRow(kept, values);
  }

  private double oneOf(double... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
