package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class WeightedMedianTest {
  private record Vote(long stake, long score) {}

  /** Few distinct scores, so that ties are common. */
  @Provide
  Arbitrary<List<Vote>> votes() {
    Arbitrary<Long> stake = Arbitraries.longs().between(1, I32F32.ONE);
    Arbitrary<Long> score =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 5), Arbitraries.longs().between(0, I32F32.ONE));
    return stake.flatMap(s -> score.map(x -> new Vote(s, x))).list().ofMinSize(1).ofMaxSize(40);
  }

  /** The definition: the lowest score at or below which more than the minority of stake lies. */
  private static long naive(List<Vote> votes, long minority) {
    BigInteger limit = BigInteger.valueOf(minority);
    return votes.stream()
        .mapToLong(Vote::score)
        .sorted()
        .filter(
            candidate ->
                votes.stream()
                        .filter(vote -> vote.score() <= candidate)
                        .map(vote -> BigInteger.valueOf(vote.stake()))
                        .reduce(BigInteger.ZERO, BigInteger::add)
                        .compareTo(limit)
                    > 0)
        .findFirst()
        .orElseGet(() -> votes.stream().mapToLong(Vote::score).max().orElseThrow());
  }

  @Property
  void it_is_the_score_that_more_than_the_minority_does_not_exceed(
      @ForAll("votes") List<Vote> votes, @ForAll @LongRange(min = 0, max = 1000) long permille) {
    long[] stakes = votes.stream().mapToLong(Vote::stake).toArray();
    long[] scores = votes.stream().mapToLong(Vote::score).toArray();
    long total = I32F32.wrappingSum(stakes);
    long minority = total / 1000 * permille;

    assertThat(WeightedMedian.of(stakes, scores, minority, 0, total))
        .isEqualTo(naive(votes, minority));
  }

  @Property
  void the_minority_at_exactly_a_vote_s_end_belongs_to_the_next_score(
      @ForAll("votes") List<Vote> votes) {
    long[] stakes = votes.stream().mapToLong(Vote::stake).toArray();
    long[] scores = votes.stream().mapToLong(Vote::score).toArray();
    long minority = votes.stream().filter(v -> v.score() <= scores[0]).mapToLong(Vote::stake).sum();

    assertThat(WeightedMedian.of(stakes, scores, minority, 0, I32F32.wrappingSum(stakes)))
        .isEqualTo(naive(votes, minority));
  }

  @Property
  void every_column_is_the_median_of_its_scores_with_0_for_absent_ones(
      @ForAll("votes") List<Vote> votes) {
    int columns = 3;
    long[] stakes = votes.stream().mapToLong(Vote::stake).toArray();
    FixedMatrix weights =
        new FixedMatrix(
            votes.stream()
                .map(
                    vote ->
                        vote.score() == 0
                            ? FixedRow.EMPTY
                            : new FixedRow(new int[] {2, 0}, new long[] {vote.score(), 7}))
                .toList());
    long majority = I32F32.ONE / 2;
    long[] shares = I32F32.normalize(stakes);
    long total = I32F32.wrappingSum(shares);
    List<Vote> normalized =
        IntStream.range(0, shares.length)
            .mapToObj(i -> new Vote(shares[i], votes.get(i).score()))
            .toList();

    long[] medians = WeightedMedian.ofColumns(stakes, weights, columns, majority);

    assertThat(medians[2]).isEqualTo(naive(normalized, total - majority));
    assertThat(medians[1]).isZero();
  }

  @Example
  void without_votes_it_is_0() {
    assertThat(WeightedMedian.of(new long[0], new long[0], 0, 0, 0)).isZero();

    FixedMatrix weights =
        new FixedMatrix(List.of(new FixedRow(new int[] {0}, new long[] {I32F32.ONE})));
    assertThat(WeightedMedian.ofColumns(new long[] {0}, weights, 1, 0)).containsExactly(0);
  }

  @Example
  void half_of_the_stake_cannot_be_outvoted() {
    long[] stakes = {I32F32.ONE / 2, I32F32.ONE / 2 - 1, 1};

    assertThat(
            WeightedMedian.of(stakes, new long[] {10, 90, 90}, I32F32.ONE / 2 - 1, 0, I32F32.ONE))
        .isEqualTo(10);
  }
}
