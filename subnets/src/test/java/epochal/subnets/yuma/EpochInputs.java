package epochal.subnets.yuma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random but plausible inputs, small enough to read when a property fails. */
final class EpochInputs {
  static final long BLOCK = 10_000;

  private EpochInputs() {}

  static Arbitrary<EpochInput> any() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 14), Arbitraries.longs(), Arbitraries.of(0, 1, 2))
        .as(EpochInputs::input);
  }

  private static EpochInput input(int n, long seed, int mode) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] stake = new long[n];
    long[] lastUpdate = new long[n];
    long[] registered = new long[n];
    long[] commits = new long[n];
    boolean[] permits = new boolean[n];
    List<SparseRow> weights = new ArrayList<>();
    List<SparseRow> bonds = new ArrayList<>();
    for (int u = 0; u < n; u++) {
      stake[u] = random.nextInt(4) == 0 ? 0 : random.nextLong(3_000_000_000_000_000L);
      if (u > 0 && random.nextInt(4) == 0) {
        stake[u] = stake[u - 1];
      }
      registered[u] = random.nextLong(BLOCK);
      lastUpdate[u] = registered[u] + random.nextLong(BLOCK - registered[u]);
      commits[u] = random.nextBoolean() ? EpochInput.NO_COMMIT : random.nextLong(BLOCK);
      permits[u] = random.nextInt(5) > 0;
      weights.add(row(random, n));
      bonds.add(row(random, n + 2));
    }
    EpochParameters parameters =
        new EpochParameters(
            1 + random.nextInt(400),
            2_000 + random.nextLong(8_000),
            random.nextBoolean() ? 0 : random.nextLong(1_000_000_000_000L),
            random.nextInt(n + 3),
            random.nextBoolean(),
            random.nextInt(65_536),
            random.nextBoolean() ? 65_535 : random.nextInt(65_536),
            mode > 0,
            mode == 2,
            random.nextInt(65_536),
            random.nextInt(65_536),
            random.nextInt(-32_768, 32_768),
            random.nextLong(1_000_001));
    return new EpochInput(
        parameters,
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

  /** Each of the columns in half of the cases, in any order. */
  private static SparseRow row(SplittableRandom random, int columns) {
    int[] shuffled = new int[columns];
    for (int j = 0; j < columns; j++) {
      int other = random.nextInt(j + 1);
      shuffled[j] = shuffled[other];
      shuffled[other] = j;
    }
    int[] kept = Arrays.stream(shuffled).filter(j -> random.nextBoolean()).toArray();
    int[] values = new int[kept.length];
    Arrays.setAll(values, e -> random.nextInt(6) == 0 ? 0 : random.nextInt(65_536));
    return new SparseRow(kept, values);
  }
}
