package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import epochal.ledger.aggregate.Workers;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The engine keeps its workspace, so one engine computes all of these one after the other. */
class YumaEngineTest extends YumaContract {
  private static final YumaEngine ENGINE = new YumaEngine();
  private static final YumaEngine THREE_THREADS = new YumaEngine(new Threads(3));

  @Override
  EpochResult run(EpochInput in) {
    return ENGINE.run(in);
  }

  @Property(tries = 4_000)
  void a_small_epoch_has_the_bits_of_the_plain_one(@ForAll long seed) {
    assertSameAsPlain(ENGINE, WildInputs.of(seed, 24));
  }

  @Property(tries = 60)
  void a_larger_epoch_has_the_bits_of_the_plain_one(@ForAll long seed) {
    assertSameAsPlain(ENGINE, WildInputs.of(seed, 500));
  }

  @Property(tries = 40)
  void threads_do_not_change_a_bit(@ForAll long seed) {
    assertSameAsPlain(THREE_THREADS, WildInputs.of(seed, 600));
  }

  @Property(tries = 40)
  void epoch_after_epoch_the_bits_stay_the_same(@ForAll long seed) {
    EpochInput in = WildInputs.of(seed, 60);
    for (int epoch = 0; epoch < 8; epoch++) {
      EpochResult result = assertSameAsPlain(ENGINE, in);
      in = next(in, result, WildInputs.of(seed + epoch, in.size()));
    }
  }

  @Property(tries = 300)
  void a_single_voter_may_give_everything_to_one_neuron(
      @ForAll @LongRange(min = 0, max = 65_535) long bond, @ForAll boolean liquid) {
    EpochParameters parameters = EpochParameters.classic().withYuma3();
    EpochInput in =
        EpochInput.ofStake(7, 0)
            .parameters(liquid ? parameters.withLiquidAlpha() : parameters)
            .weights(new int[][] {{0, 9}, {}})
            .bonds(List.of(SparseRow.ofDense(0, (int) bond), SparseRow.EMPTY))
            .build();

    EpochResult result = assertSameAsPlain(ENGINE, in);

    assertThat(result.raw().incentive()).containsExactly(0, I32F32.ONE);
  }

  @Example
  void a_bond_to_nobody_hides_the_bonds_behind_it() {
    EpochInput.Builder two =
        EpochInput.ofStake(9, 5, 0)
            .parameters(EpochParameters.classic().withLiquidAlpha())
            .weights(new int[][] {{0, 1, 3}, {0, 0, 7}, {}});
    SparseRow plain = new SparseRow(new int[] {1, 2}, new int[] {60_000, 50_000});
    SparseRow hiding = new SparseRow(new int[] {9, 1, 2}, new int[] {1, 60_000, 50_000});

    EpochResult seen =
        assertSameAsPlain(
            ENGINE, two.bonds(List.of(plain, SparseRow.EMPTY, SparseRow.EMPTY)).build());
    EpochResult hidden =
        assertSameAsPlain(
            ENGINE, two.bonds(List.of(hiding, SparseRow.EMPTY, SparseRow.EMPTY)).build());

    assertThat(hidden.bonds()).isNotEqualTo(seen.bonds());
  }

  @Example
  void an_engine_grows_and_shrinks_with_its_epochs() {
    YumaEngine engine = new YumaEngine();

    for (int most : new int[] {3, 300, 1, 80, 0, 301, 30}) {
      for (long seed = 0; seed < 4; seed++) {
        assertSameAsPlain(engine, WildInputs.of(seed, most));
      }
    }
  }

  @Example
  void results_of_earlier_epochs_are_not_touched() {
    EpochInput first = WildInputs.of(11, 200);
    EpochResult result = ENGINE.run(first);
    EpochResult again = PlainEpoch.run(first);

    for (long seed = 0; seed < 20; seed++) {
      ENGINE.run(WildInputs.of(seed, 200));
    }

    assertThat(result).isEqualTo(again);
  }

  @Example
  void an_epoch_allocates_little_but_its_result() {
    YumaEngine engine = new YumaEngine();
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long seed = 0; seed < 60; seed++) {
      EpochInput in = WildInputs.of(seed, 400);
      if (in.parameters().bondsMovingAverage() <= EpochParameters.WHOLE_MOVING_AVERAGE
          && NeuronStakes.covers(in.stake())) {
        engine.run(in);
        engine.run(in);
        long before = memory.getCurrentThreadAllocatedBytes();
        EpochResult result = engine.run(in);
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;

        long rows = result.bonds().stream().mapToLong(row -> 100 + 16L * row.size()).sum();
        assertThat(allocated)
            .as("seed %d, %d neurons", seed, in.size())
            .isLessThan(rows + 150L * in.size() + 20_000);
      }
    }
  }

  @Example
  void raw_bonds_are_those_of_the_latest_epoch() {
    YumaEngine engine = new YumaEngine();

    assertThatThrownBy(engine::rawBonds).isInstanceOf(IllegalStateException.class);
  }

  /** Real threads, which all begin at once. */
  private record Threads(int count) implements Workers {
    @Override
    public void share(int parts, IntConsumer work) {
      IntStream.range(0, parts).parallel().forEach(work);
    }
  }

  private static EpochResult assertSameAsPlain(YumaEngine engine, EpochInput in) {
    PlainEpoch.Outcome plain = PlainEpoch.outcome(in);
    EpochResult result = engine.run(in);

    assertThat(result.raw().stake()).as("stake").isEqualTo(plain.result().raw().stake());
    assertThat(result.raw().consensus())
        .as("consensus")
        .isEqualTo(plain.result().raw().consensus());
    assertThat(result.raw().incentive())
        .as("incentive")
        .isEqualTo(plain.result().raw().incentive());
    assertThat(engine.rawBonds()).as("raw bonds").isEqualTo(plain.bonds());
    assertThat(result.raw().dividends())
        .as("dividends")
        .isEqualTo(plain.result().raw().dividends());
    assertThat(result).isEqualTo(plain.result());
    return result;
  }

  /** The epoch after: some rows of weights are new, and a neuron was replaced. */
  private static EpochInput next(EpochInput before, EpochResult result, EpochInput fresh) {
    int n = before.size();
    long block = before.currentBlock() + 360;
    long[] lastUpdate = before.lastUpdate().clone();
    long[] registered = before.blockAtRegistration().clone();
    List<SparseRow> weights =
        IntStream.range(0, n)
            .mapToObj(
                u ->
                    u % 3 == 0 && u < fresh.size()
                        ? fresh.weights().get(u)
                        : before.weights().get(u))
            .toList();
    for (int u = 0; u < n; u += 3) {
      lastUpdate[u] = block - 10;
    }
    if (n > 4) {
      registered[n - 2] = block - 20;
    }
    return new EpochInput(
        before.parameters(),
        block,
        before.currentBlock(),
        before.raoEmission(),
        before.ownerUid(),
        Arrays.stream(before.stake()).map(rao -> rao / 2 + 1).toArray(),
        lastUpdate,
        registered,
        result.newValidatorPermit(),
        weights,
        result.bonds(),
        before.commitBlocks());
  }
}
