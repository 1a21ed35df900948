package epochal.ledger.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Keys;
import epochal.ledger.aggregate.Notebook;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final EntityId BOB = EntityId.account(Keys.BOB);
  private static final EntityId CAROL = EntityId.account(Keys.CAROL);

  private static Lanes sent(EntityId... receivers) {
    Lanes lanes = Lanes.EMPTY;
    for (EntityId receiver : receivers) {
      lanes = lanes.send(List.of(new Outgoing(receiver, Notebook.message(1))));
    }
    return lanes;
  }

  @Test
  void messages_are_numbered_over_all_lanes_and_name_the_one_before_on_their_own() {
    var outbox = sent(BOB, CAROL, BOB, BOB, CAROL).outbox();
    assertThat(outbox.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(outbox.values()).extracting(Lanes.Sent::after).containsExactly(0L, 0L, 1L, 3L, 2L);
  }

  @Test
  void nothing_to_send_changes_nothing() {
    assertThat(Lanes.EMPTY.send(List.of())).isSameAs(Lanes.EMPTY);
  }

  @Test
  void numbers_never_start_again() {
    Lanes lanes = sent(BOB).acknowledged(List.of(1L));
    assertThat(lanes.send(List.of(new Outgoing(BOB, Notebook.message(1)))).outbox())
        .containsOnlyKeys(2L);
  }

  @Test
  void what_follows_an_acknowledged_lane_follows_nothing() {
    Lanes lanes =
        sent(BOB, BOB)
            .acknowledged(List.of(1L, 2L))
            .send(List.of(new Outgoing(BOB, Notebook.message(1))));
    assertThat(lanes.outbox().get(3L)).extracting(Lanes.Sent::after).isEqualTo(0L);
  }

  @Test
  void the_next_is_taken_and_duplicates_and_early_ones_are_told_apart() {
    Lanes lanes = Lanes.EMPTY;
    assertThat(lanes.turn(BOB, 5, 0)).isEqualTo(Turn.NEXT);
    assertThat(lanes.turn(BOB, 5, 3)).isEqualTo(Turn.EARLY);
    lanes = lanes.receive(BOB, 5);
    assertThat(lanes.turn(BOB, 5, 0)).isEqualTo(Turn.DUPLICATE);
    assertThat(lanes.turn(BOB, 4, 0)).isEqualTo(Turn.DUPLICATE);
    assertThat(lanes.turn(BOB, 9, 5)).isEqualTo(Turn.NEXT);
    assertThat(lanes.turn(BOB, 9, 0)).isEqualTo(Turn.NEXT);
    assertThat(lanes.turn(BOB, 9, 8)).isEqualTo(Turn.EARLY);
    assertThat(lanes.turn(CAROL, 1, 0)).as("another's lane").isEqualTo(Turn.NEXT);
  }

  @Test
  void what_was_taken_cannot_be_taken_again() {
    Lanes lanes = Lanes.EMPTY.receive(BOB, 5);
    assertThatThrownBy(() -> lanes.receive(BOB, 5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> lanes.receive(BOB, 4)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_acknowledgement_settles_all_before_it_on_its_lane() {
    Lanes lanes = sent(BOB, CAROL, BOB, BOB);
    assertThat(lanes.settledBy(BOB, 3)).containsExactlyInAnyOrder(1L, 3L);
    assertThat(lanes.settledBy(BOB, 4)).containsExactlyInAnyOrder(1L, 3L, 4L);
    assertThat(lanes.settledBy(CAROL, 2)).containsExactly(2L);
  }

  @Test
  void an_acknowledgement_from_another_or_of_what_is_settled_settles_nothing() {
    Lanes lanes = sent(BOB, CAROL);
    assertThat(lanes.settledBy(CAROL, 1)).isEmpty();
    assertThat(lanes.acknowledged(List.of(1L)).settledBy(BOB, 1)).isEmpty();
    assertThat(lanes.settledBy(BOB, 99)).isEmpty();
  }

  @Test
  void a_lane_is_outstanding_until_everything_on_it_is_acknowledged() {
    Lanes lanes = sent(BOB, BOB, CAROL);
    assertThat(lanes.isOutstanding(BOB)).isTrue();
    lanes = lanes.acknowledged(List.of(1L));
    assertThat(lanes.isOutstanding(BOB)).isTrue();
    lanes = lanes.acknowledged(List.of(2L));
    assertThat(lanes.isOutstanding(BOB)).isFalse();
    assertThat(lanes.isOutstanding(CAROL)).isTrue();
    assertThat(lanes.tails()).containsOnlyKeys(CAROL);
  }

  @Test
  void what_is_not_outstanding_cannot_be_acknowledged() {
    assertThatThrownBy(() -> sent(BOB).acknowledged(List.of(2L)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sent(BOB).acknowledged(List.of(1L, 1L)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void only_what_is_named_is_forgotten() {
    Lanes lanes = Lanes.EMPTY.receive(BOB, 5).receive(CAROL, 6);
    assertThat(lanes.forget(List.of(BOB)).inbox()).containsOnlyKeys(CAROL);
  }
}
