package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Subnets.ONE;
import static epochal.subnets.subnet.Subnets.outcome;
import static epochal.subnets.subnet.Subnets.register;
import static epochal.subnets.subnet.Subnets.withSeats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a subnet begins and ends, and what its epochs make of it. */
class SubnetLifeTest {
  private static final EntityId EPOCHS = EntityId.emission(ONE);

  @Nested
  class Beginning {
    @Test
    void created_by_root_it_has_the_values_of_a_new_subnet_and_no_seats() {
      var outcome =
          Subnets.none()
              .at(7_200)
              .whenReceived(EntityId.ROOT, new Message.NetworkOpened(ALICE))
              .thenSends(
                  EntityId.NETWORK_EMISSION, new Message.SubnetTerms(ONE, true, 360, true, ALICE));
      SubnetState after = outcome.state();
      assertThat(after.exists()).isTrue();
      assertThat(after.owner()).isEqualTo(ALICE);
      assertThat(after.size()).isZero();
      assertThat(after.parameters()).isEqualTo(Hyperparameters.INITIAL);
      assertThat(after.registrations().burn()).isEqualTo(Rao.tao(1));
      assertThat(after.registrations().lastAdjustment()).isEqualTo(7_200);
    }

    @Test
    void genesis_opens_it_once() {
      var parameters = new TreeMap<String, Long>();
      parameters.put("tempo", 99L);
      var open =
          new SubnetCommand.Open(
              null, parameters, Rao.of(5), List.of(new SubnetCommand.Seat(hotkey(1), coldkey(1))));
      var opened = Subnets.none().when(open);
      opened.thenSends(
          EntityId.NETWORK_EMISSION, new Message.SubnetTerms(ONE, true, 99, true, null));
      assertThat(opened.state().uidOf(hotkey(1))).isZero();
      opened.andThen().when(open).thenNothingHappens();
    }
  }

  @Nested
  class Ending {
    @Test
    void all_seats_are_told_that_it_has_ended_and_the_emission_too() {
      var outcome =
          withSeats(2)
              .at(9)
              .whenReceived(EntityId.ROOT, new Message.NetworkClosed())
              .thenSends(
                  new Outgoing(EntityId.validator(hotkey(1)), new Message.NetworkClosed()),
                  new Outgoing(EntityId.validator(hotkey(2)), new Message.NetworkClosed()),
                  new Outgoing(
                      EntityId.NETWORK_EMISSION,
                      new Message.SubnetTerms(ONE, false, 360, true, ALICE)));
      assertThat(outcome.state().exists()).isFalse();
      assertThat(outcome.state().size()).isZero();
      assertThat(new Subnet().wakeAt(outcome.state())).isEqualTo(Subnet.NEVER);
    }

    @Test
    void an_epoch_of_before_finds_no_seat_of_a_subnet_that_was_created_again() {
      var again =
          withSeats(2)
              .at(9)
              .whenReceived(EntityId.ROOT, new Message.NetworkClosed())
              .andThen()
              .whenReceived(EntityId.ROOT, new Message.NetworkOpened(BOB))
              .andThen();
      var seated = register(again, 5).andThen();
      assertThat(seated.state().neurons().get(0).registration()).isEqualTo(3);
      var applied = seated.whenReceived(EPOCHS, outcome(2, new int[] {1, 1}, 10, 20)).state();
      assertThat(applied).isEqualTo(seated.state());
    }

    @Test
    void payments_under_way_are_refused() {
      var outcome = register(Subnets.none(), 5);
      assertThat(outcome.events()).singleElement().isInstanceOf(SubnetEvent.SeatRefused.class);
    }
  }

  @Nested
  class An_epochs_outcome {
    @Test
    void counts_for_all_seats_that_the_epoch_saw() {
      var after =
          withSeats(2).at(358).whenReceived(EPOCHS, outcome(2, new int[] {1, 0}, 30, 10)).state();
      assertThat(after.neurons().get(0).scores())
          .isEqualTo(new Neuron.Scores(true, true, 100, 100, 100, 100, 100, 65_535, Rao.of(30)));
      assertThat(after.neurons().get(1).scores())
          .isEqualTo(new Neuron.Scores(false, false, 101, 101, 101, 101, 101, 21_845, Rao.of(10)));
    }

    @Test
    void does_not_count_for_a_seat_that_was_appended_since() {
      var later = register(withSeats(1).at(358), 5).andThen();
      var after = later.whenReceived(EPOCHS, outcome(1, new int[] {1}, 30)).state();
      assertThat(after.neurons().get(0).scores().permit()).isTrue();
      assertThat(after.neurons().get(1)).isEqualTo(later.state().neurons().get(1));
    }

    @Test
    void does_not_count_for_a_seat_that_changed_hands_since() {
      var full =
          Subnets.with(2, values -> values.with(Hyperparameter.MAX_ALLOWED_UIDS, 2)).at(6_000);
      var later = register(full, 5).andThen();
      assertThat(later.state().uidOf(hotkey(5))).isEqualTo(1);
      var after = later.whenReceived(EPOCHS, outcome(2, new int[] {1, 1}, 30, 10)).state();
      assertThat(after.neurons().get(0).scores().permit()).isTrue();
      assertThat(after.neurons().get(1)).isEqualTo(later.state().neurons().get(1));
    }

    @Test
    void changes_neither_weights_nor_the_last_update() {
      var before = withSeats(1).at(358);
      Neuron after =
          before.whenReceived(EPOCHS, outcome(1, new int[] {1}, 30)).state().neurons().get(0);
      assertThat(after.lastUpdate()).isZero();
      assertThat(after.weights()).isEqualTo(before.state().neurons().get(0).weights());
    }
  }

  @Test
  void an_epoch_is_told_everything_that_it_needs_by_uid() {
    var before = register(withSeats(1).at(20), 5).andThen().state(Subnets.permit(1));
    var source = (Fact.EpochSource) before.whenAsked(new Query.EpochInputs());
    assertThat(source.exists()).isTrue();
    assertThat(source.registrations()).isEqualTo(2);
    assertThat(source.hotkeys()).containsExactly(hotkey(1), hotkey(5));
    assertThat(source.registrationNumbers().values()).containsExactly(1, 2);
    assertThat(source.blockAtRegistration().values()).containsExactly(0, 20);
    assertThat(source.lastUpdate().values()).containsExactly(0, 20);
    assertThat(source.permits().values()).containsExactly(0, 1);
    assertThat(source.parameters()).containsEntry("kappa", 32_767L).hasSize(32);
  }

  @Test
  void what_no_subnet_takes_is_a_bug() {
    assertThatThrownBy(() -> withSeats(0).whenReceived(EPOCHS, new Message.Delegation(ALICE)))
        .isInstanceOf(IllegalStateException.class);
  }
}
