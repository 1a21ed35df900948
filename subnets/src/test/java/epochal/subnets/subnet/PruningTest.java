package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Hyperparameter.IMMUNITY_PERIOD;
import static epochal.subnets.subnet.Hyperparameter.MAX_ALLOWED_UIDS;
import static epochal.subnets.subnet.Subnets.neuron;
import static epochal.subnets.subnet.Subnets.register;
import static epochal.subnets.subnet.Subnets.with;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.lane.WeightRow;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Spec 03 §6.1: who makes room, and what becomes of the seat. */
class PruningTest {
  private static final long NOW = 10_000;

  /** Seats with these scores; a negative one is that of a seat that is still immune. */
  private static int victimOf(int... scores) {
    var before =
        with(
            scores.length,
            values -> values.with(MAX_ALLOWED_UIDS, scores.length).with(IMMUNITY_PERIOD, 5_000));
    for (int uid = 0; uid < scores.length; uid++) {
      boolean immune = scores[uid] < 0;
      int score = immune ? -scores[uid] - 1 : scores[uid];
      before = before.state(seat(uid, immune ? NOW - 4_999 : NOW - 5_000, score));
    }
    return Pruning.seat(before.state(), NOW);
  }

  private static int immune(int score) {
    return -score - 1;
  }

  private static UnaryOperator<SubnetState> seat(int uid, long registered, int score) {
    return neuron(
        uid,
        old ->
            new Neuron(
                old.hotkey(),
                old.coldkey(),
                old.registration(),
                registered,
                old.lastUpdate(),
                old.weights(),
                old.scores().pruning(score),
                null,
                null));
  }

  @Test
  void the_lowest_score_goes() {
    assertThat(victimOf(5, 3, 4)).isEqualTo(1);
  }

  @Test
  void of_equal_scores_the_later_seat_goes() {
    assertThat(victimOf(3, 5, 3, 4)).isEqualTo(2);
    assertThat(victimOf(0, 0, 0)).isEqualTo(2);
  }

  @Test
  void whoever_is_not_immune_goes_first_whatever_the_scores() {
    assertThat(victimOf(immune(0), 60_000, immune(1))).isEqualTo(1);
  }

  @Test
  void of_the_immune_the_earlier_of_equal_scores_goes() {
    assertThat(victimOf(immune(4), immune(3), immune(3), immune(9))).isEqualTo(1);
  }

  @Test
  void a_seat_with_the_highest_score_is_spared_for_an_immune_one() {
    assertThat(victimOf(65_535, immune(7), immune(6))).isEqualTo(2);
  }

  @Test
  void with_nothing_but_highest_scores_the_first_seat_goes() {
    assertThat(victimOf(65_535, 65_535)).isEqualTo(0);
    assertThat(victimOf(immune(65_535), immune(65_535))).isEqualTo(0);
  }

  @Test
  void there_is_room_below_the_maximum_and_none_at_all_for_a_maximum_of_zero() {
    assertThat(Pruning.seat(with(3, MAX_ALLOWED_UIDS, 4).state(), NOW)).isEqualTo(3);
    assertThat(Pruning.seat(with(3, MAX_ALLOWED_UIDS, 0).state(), NOW)).isEqualTo(Pruning.NONE);
  }

  @Test
  void the_seat_that_was_taken_is_not_taken_again_before_the_next_epoch() {
    var before = with(3, values -> values.with(MAX_ALLOWED_UIDS, 3)).at(NOW);
    var first = register(before, 7);
    assertThat(first.state().uidOf(hotkey(7))).isEqualTo(2);
    assertThat(first.state().neurons().get(2).scores().pruning()).isEqualTo(65_535);
    var second = register(first.andThen().at(NOW + 1), 8);
    assertThat(second.state().uidOf(hotkey(8))).isEqualTo(1);
  }

  @Test
  void a_seat_that_changes_hands_keeps_nothing_of_its_former_hotkey() {
    var row = new WeightRow(IntVector.of(2, 0), IntVector.of(65_535, 7));
    var before =
        with(3, values -> values.with(MAX_ALLOWED_UIDS, 3))
            .happened(
                50,
                new SubnetEvent.WeightsSet(0, row),
                new SubnetEvent.WeightsSet(2, row),
                new SubnetEvent.WeightsCommitted(hotkey(3), new Bytes(new byte[32])),
                new SubnetEvent.AxonServed(
                    2, new Neuron.Axon(50, 1, new Neuron.Ip(0, 1), 1, 4, 0, 0, 0)))
            .state(Subnets.permit(2))
            .at(NOW);
    SubnetState after = register(before, 7).state();
    assertThat(after.neurons().get(2))
        .isEqualTo(
            Neuron.registered(hotkey(7), coldkey(7), 4, NOW)
                .withScores(Neuron.Scores.NEW.pruning(65_535)));
    assertThat(after.commits()).isEmpty();
    assertThat(after.uids()).doesNotContainKey(hotkey(3));
    assertThat(after.neurons().get(0).weights())
        .as("the entry stays, without weight")
        .isEqualTo(new WeightRow(IntVector.of(2, 0), IntVector.of(0, 7)));
    assertThat(after.neurons().get(0).lastUpdate()).isEqualTo(50);
  }

  @Test
  void scores_are_emissions_scaled_to_the_highest() {
    assertThat(Pruning.scores(new long[] {0, 50, 100})).containsExactly(0, 32_768, 65_535);
    assertThat(Pruning.scores(new long[] {0, 0})).containsExactly(0, 0);
    assertThat(Pruning.scores(new long[0])).isEmpty();
  }

  @Property
  void every_emission_has_a_score(
      @ForAll @Size(min = 1, max = 9)
          List<@LongRange(max = 21_000_000_000_000_000L) Long> amounts) {
    long[] emission = amounts.stream().mapToLong(Long::longValue).toArray();
    int[] scores = Pruning.scores(emission);
    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).isBetween(0, 65_535);
      for (int j = 0; j < scores.length; j++) {
        if (emission[i] > emission[j]) {
          assertThat(scores[i]).isGreaterThanOrEqualTo(scores[j]);
        }
      }
    }
  }
}
