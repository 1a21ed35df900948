package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What every engine does, however it computes. */
abstract class YumaContract {

  abstract EpochResult run(EpochInput in);

  @Provide
  Arbitrary<EpochInput> inputs() {
    return EpochInputs.any();
  }

  @Property
  void no_more_rao_are_paid_than_there_are(@ForAll("inputs") EpochInput in) {
    EpochResult result = run(in);

    assertThat(sum(result.combinedEmission())).isBetween(0L, in.raoEmission());
    assertThat(Arrays.stream(result.serverEmission())).allMatch(rao -> rao >= 0);
    assertThat(Arrays.stream(result.validatorEmission())).allMatch(rao -> rao >= 0);
    assertThat(sum(result.serverEmission()) + sum(result.validatorEmission()))
        .isBetween(0L, in.raoEmission());
  }

  @Property
  void little_is_lost_to_truncation_when_there_is_stake(@ForAll("inputs") EpochInput in) {
    EpochResult result = run(in);

    if (sum(result.raw().stake()) > 0) {
      // Per uid: one raw unit of the share, worth rao / 2^32, a few times; and one rao.
      long lost = in.size() * (4 * (in.raoEmission() >> 32) + 5);
      assertThat(sum(result.combinedEmission())).isGreaterThanOrEqualTo(in.raoEmission() - lost);
    }
  }

  @Property
  void shares_add_up_to_one_or_slightly_less_or_nothing(@ForAll("inputs") EpochInput in) {
    EpochResult.Raw raw = run(in).raw();

    for (long[] shares :
        List.of(raw.stake(), raw.activeStake(), raw.incentive(), raw.dividends())) {
      assertThat(Arrays.stream(shares)).allMatch(share -> share >= 0);
      long total = sum(shares);
      if (total != 0) {
        assertThat(total).isBetween(I32F32.ONE - 2L * in.size(), I32F32.ONE);
      }
    }
  }

  @Property
  void permits_go_to_the_k_largest_stakes_and_the_owner(@ForAll("inputs") EpochInput in) {
    EpochResult result = run(in);

    long[] stake = result.raw().stake();
    for (int u = 0; u < in.size(); u++) {
      int uid = u;
      long ahead =
          IntStream.range(0, in.size())
              .filter(o -> stake[o] > stake[uid] || (stake[o] == stake[uid] && o > uid))
              .count();
      boolean amongLargest = ahead < in.parameters().maxAllowedValidators();
      assertThat(result.newValidatorPermit()[u])
          .isEqualTo((amongLargest && stake[u] != 0) || in.isOwner(u));
    }
  }

  @Property
  void only_permitted_neurons_have_stored_bonds(@ForAll("inputs") EpochInput in) {
    EpochResult result = run(in);

    for (int u = 0; u < in.size(); u++) {
      if (!result.newValidatorPermit()[u]) {
        assertThat(result.bonds().get(u)).isEqualTo(SparseRow.EMPTY);
      }
      assertThat(Arrays.stream(result.bonds().get(u).columns())).allMatch(j -> j < in.size());
    }
  }

  @Property
  void nobody_is_trusted_beyond_the_consensus(@ForAll("inputs") EpochInput in) {
    EpochResult.Raw raw = run(in).raw();

    assertThat(Arrays.stream(raw.validatorTrust()))
        .allMatch(trust -> trust >= 0 && trust <= I32F32.ONE);
    for (int j = 0; j < in.size(); j++) {
      if (raw.consensus()[j] == 0) {
        assertThat(raw.incentive()[j]).isZero();
      }
    }
  }

  @Property
  void the_same_input_gives_the_same_bits_and_stays_as_it_was(@ForAll("inputs") EpochInput in) {
    long[] stakeBefore = in.stake().clone();
    List<SparseRow> weightsBefore =
        in.weights().stream()
            .map(row -> new SparseRow(row.columns().clone(), row.values().clone()))
            .toList();

    EpochResult first = run(in);

    assertThat(run(in)).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(in.stake()).isEqualTo(stakeBefore);
    assertThat(in.weights()).isEqualTo(weightsBefore);
  }

  @Property
  void only_the_proportions_of_stake_matter(
      @ForAll("inputs") EpochInput in, @ForAll @IntRange(min = 2, max = 9) int factor) {
    EpochInput scaled =
        new EpochInput(
            scaledThreshold(in.parameters(), factor),
            in.currentBlock(),
            in.lastEpochBlock(),
            in.raoEmission(),
            in.ownerUid(),
            Arrays.stream(in.stake()).map(rao -> rao * factor).toArray(),
            in.lastUpdate(),
            in.blockAtRegistration(),
            in.validatorPermit(),
            in.weights(),
            in.bonds(),
            in.commitBlocks());

    assertThat(run(scaled)).isEqualTo(run(in));
  }

  @Example
  void an_owner_tries_the_engine_on_a_matrix() {
    EpochResult result =
        run(
            EpochInput.ofStake(600, 400, 0, 0)
                .weights(new int[][] {{0, 0, 3, 1}, {0, 0, 3, 1}, {}, {}})
                .build());

    assertThat(result.incentive()).containsExactly(0, 0, 49_151, 16_383);
    assertThat(result.dividends()).containsExactly(39_321, 26_213, 0, 0);
    assertThat(sum(result.serverEmission())).isBetween(499_999_990L, 500_000_000L);
    assertThat(result.newValidatorPermit()).containsExactly(true, true, false, false);
  }

  @Example
  void a_minority_that_votes_for_a_friend_is_clipped() {
    EpochResult result =
        run(
            EpochInput.ofStake(600, 400, 0, 0)
                .weights(new int[][] {{0, 0, 1, 0}, {0, 0, 0, 1}, {}, {}})
                .build());

    assertThat(result.consensus()).containsExactly(0, 0, 65_535, 0);
    assertThat(result.serverEmission()[3]).isZero();
    assertThat(result.validatorTrust()).containsExactly(65_535, 0, 0, 0);
    assertThat(result.validatorEmission()[1]).isZero();
  }

  @Example
  void a_vote_for_oneself_counts_only_for_the_owner() {
    EpochInput.Builder input = EpochInput.ofStake(500).weights(new int[][] {{1}});

    assertThat(run(input.build()).incentive()).containsExactly(0);
    assertThat(run(input.owner(0).build()).incentive()).containsExactly(65_535);
  }

  @Example
  void unless_told_otherwise_everyone_has_just_voted() {
    EpochInput.Builder input =
        EpochInput.ofStake(1, 0).weights(new int[][] {{0, 1}, {}}).blocks(5_000_000, 4_999_000);

    assertThat(run(input.build()).active()).containsExactly(true, true);
    assertThat(run(input.build()).incentive()).containsExactly(0, 65_535);
  }

  @Example
  void without_votes_validators_are_paid_by_stake() {
    EpochResult result = run(EpochInput.ofStake(3, 1).raoEmission(1_000).build());

    assertThat(result.serverEmission()).containsExactly(0, 0);
    assertThat(result.validatorEmission()).containsExactly(750, 250);
    assertThat(result.combinedEmission()).containsExactly(750, 250);
  }

  @Example
  void a_last_update_exactly_the_cutoff_ago_is_active() {
    EpochInput input = EpochInput.ofStake(1, 1).blocks(10_000, 0).lastUpdate(5_000, 4_999).build();

    assertThat(run(input).active()).containsExactly(true, false);
  }

  @Example
  void an_empty_subnet_has_an_empty_epoch() {
    EpochResult result = run(EpochInput.ofStake().build());

    assertThat(result.combinedEmission()).isEmpty();
    assertThat(result.bonds()).isEmpty();
  }

  @Example
  void an_owner_uid_that_nobody_holds_changes_nothing() {
    EpochInput without = EpochInput.ofStake(5, 6).build();
    EpochInput with = EpochInput.ofStake(5, 6).owner(7).build();

    assertThat(with.ownerUid()).isEqualTo(OptionalInt.of(7));
    assertThat(run(with)).isEqualTo(run(without));
  }

  private static EpochParameters scaledThreshold(EpochParameters p, int factor) {
    return new EpochParameters(
        p.tempo(),
        p.activityCutoff(),
        p.minStake() * factor,
        p.maxAllowedValidators(),
        p.commitReveal(),
        p.kappa(),
        p.bondsPenalty(),
        p.yuma3(),
        p.liquidAlpha(),
        p.alphaLow(),
        p.alphaHigh(),
        p.alphaSigmoidSteepness(),
        p.bondsMovingAverage());
  }

  private static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }
}
