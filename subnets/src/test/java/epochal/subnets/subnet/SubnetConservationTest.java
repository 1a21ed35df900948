package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Outcome;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/**
 * A subnet holds no money: whatever comes is sent on, sent back or recycled; see {@link Outcome}.
 */
class SubnetConservationTest {

  @Property(tries = 300)
  void every_payment_leaves_again_and_every_seat_has_one_hotkey(
      @ForAll @Size(max = 60) List<@IntRange(max = 9_999) Integer> choices,
      @ForAll @Size(max = 60) List<@LongRange(max = 3_000_000_000L) Long> payments,
      @ForAll @IntRange(max = 4) int seats) {
    var scenario =
        Subnets.with(
                0,
                values ->
                    values
                        .with(Hyperparameter.MAX_ALLOWED_UIDS, seats)
                        .with(Hyperparameter.IMMUNITY_PERIOD, 3)
                        .with(Hyperparameter.ADJUSTMENT_INTERVAL, 7)
                        .with(Hyperparameter.ADJUSTMENT_ALPHA, 0))
            .at(1);
    long block = 1;
    for (int i = 0; i < Math.min(choices.size(), payments.size()); i++) {
      int choice = choices.get(i);
      int who = 1 + choice % 7;
      block += choice / 7 % 3;
      scenario = scenario.at(block);
      scenario =
          (choice % 29 == 0
                  ? scenario.whenReceived(EntityId.ROOT, new Message.NetworkClosed())
                  : choice % 31 == 0
                      ? scenario.whenReceived(
                          EntityId.ROOT, new Message.NetworkOpened(coldkey(who)))
                      : scenario.whenReceived(
                          EntityId.validator(hotkey(who)),
                          Subnets.payment(hotkey(who), coldkey(who), payments.get(i))))
              .andThen();
      assertSeats(scenario.state());
    }
  }

  private static void assertSeats(SubnetState state) {
    var hotkeys = new ArrayList<>();
    for (int uid = 0; uid < state.size(); uid++) {
      Neuron neuron = state.neurons().get(uid);
      hotkeys.add(neuron.hotkey());
      assertThat(state.uidOf(neuron.hotkey())).isEqualTo(uid);
    }
    assertThat(hotkeys).doesNotHaveDuplicates().hasSameSizeAs(state.uids().keySet());
  }
}
