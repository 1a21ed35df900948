package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RootEpochTest {
  private static final long ONE_TAO = 1_000_000_000;

  private static RootEpoch.Result run(long[] stake, List<SparseRow> weights, int... netuids) {
    return RootEpoch.run(new RootEpoch.Input(stake, weights, netuids, 10, 32_767, ONE_TAO));
  }

  @Example
  void the_worked_example_of_three_validators_and_three_subnets() {
    List<SparseRow> weights =
        List.of(
            new SparseRow(new int[] {2, 3}, new int[] {60, 40}),
            new SparseRow(new int[] {2}, new int[] {100}),
            new SparseRow(new int[] {1, 3}, new int[] {20, 80}));

    RootEpoch.Result result = run(new long[] {500, 300, 200}, weights, 1, 2, 3);

    // Computed with real numbers and kappa = 0.5: 2,130,377, 641,802,372 and 356,067,250.
    assertThat(result).isInstanceOf(RootEpoch.Emissions.class);
    long[] rao = ((RootEpoch.Emissions) result).emission();
    assertThat(rao[0]).isBetween(2_130_077L, 2_130_677L);
    assertThat(rao[1]).isBetween(641_801_372L, 641_803_372L);
    assertThat(rao[2]).isBetween(356_066_250L, 356_068_250L);
  }

  @Example
  void a_vote_for_an_unknown_subnet_counts_for_nothing() {
    SparseRow known = new SparseRow(new int[] {1}, new int[] {7});
    SparseRow both = new SparseRow(new int[] {9, 1}, new int[] {50, 7});

    assertThat(run(new long[] {5}, List.of(both), 1, 2))
        .isEqualTo(run(new long[] {5}, List.of(known), 1, 2));
  }

  @Example
  void without_validators_subnets_or_stake_nothing_changes() {
    assertThat(run(new long[0], List.of()))
        .isEqualTo(new RootEpoch.Unchanged(RootEpoch.Reason.NO_VALIDATORS));
    assertThat(run(new long[] {1}, List.of(SparseRow.EMPTY)))
        .isEqualTo(new RootEpoch.Unchanged(RootEpoch.Reason.NO_NETWORKS));
    assertThat(run(new long[] {0}, List.of(SparseRow.EMPTY), 0, 1))
        .isEqualTo(new RootEpoch.Unchanged(RootEpoch.Reason.NO_STAKE));
  }

  @Property(tries = 200)
  void no_more_than_the_block_emission_is_shared_out(
      @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 1, max = 1L << 50) Long> stakes,
      @ForAll @LongRange(min = 0, max = 65_535) long weight) {
    List<SparseRow> weights =
        stakes.stream()
            .map(s -> SparseRow.ofDense((int) weight, (int) (s % 65_536), (int) (s % 77)))
            .toList();
    long[] stake = stakes.stream().mapToLong(Long::longValue).toArray();

    RootEpoch.Result result = run(stake, weights, 0, 1, 2);

    assertThat(result)
        .isInstanceOfSatisfying(
            RootEpoch.Emissions.class,
            emissions -> {
              assertThat(Arrays.stream(emissions.emission()).sum()).isBetween(0L, ONE_TAO);
              assertThat(emissions.consensus())
                  .allMatch(c -> !c.isNegative() && c.compareTo(I64F64.ONE) <= 0);
            });
  }

  @Example
  void malformed_inputs_are_refused() {
    assertThatThrownBy(() -> run(new long[] {1}, List.of(), 1))
        .hasMessage("weights has 0 entries, one per neuron would be 1");
    assertThatThrownBy(() -> run(new long[0], List.of(), 1, 1))
        .hasMessage("a netuid occurs twice: [1, 1]");
    assertThatThrownBy(
            () -> new RootEpoch.Input(new long[0], List.of(), new int[0], 41, 0, ONE_TAO))
        .hasMessage("rho is not between 0 and 40: 41");
  }
}
