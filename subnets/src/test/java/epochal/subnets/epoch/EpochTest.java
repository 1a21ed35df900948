package epochal.subnets.epoch;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Spec 02 §5, steps 5 and 6: an epoch falls due, is held, and is paid one block later. */
class EpochTest {
  private static final EntityId SUBNET = EntityId.subnet(Epochs.ONE);
  private static final EntityId SELF = EntityId.emission(Epochs.ONE);
  private static final EpochCommand HOLD = new EpochCommand.HoldEpoch();
  private static final EpochCommand PAY = new EpochCommand.PayEpoch();
  private static final EpochCoordinator COORDINATOR = new EpochCoordinator();

  private static Scenario<EpochState, EpochCommand, EpochEvent> due(long block, long emission) {
    return Epochs.none()
        .happened(block, new EpochEvent.EpochQueued(block, 360, Rao.of(emission)))
        .at(block);
  }

  /** Two seats: hotkey 1 with a permit and stake 300, hotkey 2 without anything. */
  private static Scenario<EpochState, EpochCommand, EpochEvent> asked(
      Scenario<EpochState, EpochCommand, EpochEvent> before) {
    return before
        .fact(SUBNET, Epochs.source(2), 70)
        .fact(EntityId.validator(hotkey(1)), Epochs.stake(300), 71)
        .fact(EntityId.validator(hotkey(2)), Epochs.stake(0), 72);
  }

  private static Outcome<EpochState, EpochCommand, EpochEvent> hold(
      Scenario<EpochState, EpochCommand, EpochEvent> before) {
    var asked = asked(before);
    var works = (Decision.Works<EpochEvent>) asked.when(HOLD).decision();
    return asked.fact(SELF, works.work().apply(Workers.ONE)).when(HOLD);
  }

  private static Message settled(long block, long paid, long remainder) {
    return new Message.EpochSettled(Epochs.ONE, block, Rao.of(paid), Rao.of(remainder));
  }

  @Nested
  class Holding {
    @Test
    void what_falls_due_waits_in_a_queue_and_wakes_the_coordinator() {
      var outcome =
          Epochs.none()
              .at(358)
              .whenReceived(
                  EntityId.NETWORK_EMISSION, new Message.EpochDue(358, 360, Rao.of(1_000)))
              .thenEvents(new EpochEvent.EpochQueued(358, 360, Rao.of(1_000)));
      assertThat(outcome.holdings()).isEqualTo(Rao.of(1_000));
      assertThat(COORDINATOR.todo(outcome.state(), 358)).isEqualTo(HOLD);
      assertThat(COORDINATOR.wakeAt(outcome.state())).isLessThanOrEqualTo(358);
    }

    @Test
    void asks_the_subnet_and_then_its_hotkeys() {
      due(358, 1_000).when(HOLD).thenAsks(SUBNET, new Query.EpochInputs());
      due(358, 1_000)
          .fact(SUBNET, Epochs.source(2))
          .when(HOLD)
          .thenAsks(EntityId.validator(hotkey(1)), EntityId.validator(hotkey(2)));
    }

    @Test
    void records_inputs_and_result_and_tells_the_subnet() {
      var outcome = hold(due(358, 1_000));
      var held = (EpochEvent.EpochHeld) outcome.events().get(0);
      outcome.thenSends(SUBNET, held.outcome());
      assertThat(held.dueBlock()).isEqualTo(358);
      assertThat(held.subnetSequence()).isEqualTo(70);
      assertThat(held.stakes().values()).containsExactly(300, 0);
      assertThat(held.stakeSequences().values()).containsExactly(71, 72);
      assertThat(held.registrations().values()).containsExactly(1, 2);
      assertThat(held.outcome().registrations()).isEqualTo(2);
      assertThat(held.discarded()).isFalse();
      assertThat(outcome.holdings()).as("nothing is paid yet").isEqualTo(Rao.of(1_000));
      assertThat(outcome.state().lastEpoch()).isEqualTo(358);
    }

    @Test
    void without_weights_pays_everything_to_validators_by_stake() {
      var held = (EpochEvent.EpochHeld) hold(due(358, 1_000)).events().get(0);
      assertThat(held.serverEmission().values()).containsExactly(0, 0);
      assertThat(held.validatorEmission().get(0)).isBetween(999L, 1_000L);
      assertThat(held.validatorEmission().get(1)).isZero();
    }

    @Test
    void of_a_subnet_that_is_gone_gives_everything_back() {
      var outcome =
          due(358, 1_000)
              .fact(SUBNET, Epochs.gone())
              .when(HOLD)
              .thenEvents(new EpochEvent.EpochSkipped(358, Rao.of(1_000)))
              .thenSends(EntityId.NETWORK_EMISSION, settled(358, 0, 1_000));
      assertThat(outcome.state().queue()).isEmpty();
    }

    @Test
    void of_an_empty_subnet_gives_everything_back_when_it_is_paid() {
      var asked = due(358, 1_000).fact(SUBNET, Epochs.source(0));
      var works = (Decision.Works<EpochEvent>) asked.when(HOLD).decision();
      asked
          .fact(SELF, works.work().apply(Workers.ONE))
          .when(HOLD)
          .andThen()
          .at(359)
          .when(PAY)
          .thenSends(EntityId.NETWORK_EMISSION, settled(358, 0, 1_000));
    }

    @Test
    void is_done_once_and_a_late_result_counts_for_nothing() {
      var held = hold(due(358, 1_000)).andThen();
      held.when(HOLD).thenNothingHappens();
      Epochs.none().when(HOLD).thenNothingHappens();
      var stale = (EpochEvent) hold(due(358, 1_000)).events().get(0);
      due(719, 5).fact(SELF, new Fact.Worked(stale)).when(HOLD).thenNothingHappens();
    }

    @Test
    void of_the_next_waits_until_the_one_before_is_paid() {
      var both =
          hold(due(358, 1_000))
              .andThen()
              .happened(719, new EpochEvent.EpochQueued(719, 360, Rao.of(7)))
              .at(719);
      both.when(HOLD).thenNothingHappens();
      assertThat(COORDINATOR.todo(both.state(), 719)).isEqualTo(PAY);
      var paid = both.when(PAY).andThen();
      assertThat(COORDINATOR.todo(paid.state(), 719)).isEqualTo(HOLD);
      assertThat(hold(paid).state().lastEpoch()).isEqualTo(719);
    }
  }

  @Nested
  class Paying {
    @Test
    void waits_for_the_block_after_the_one_that_was_due() {
      var held = hold(due(358, 1_000)).andThen();
      held.at(358).when(PAY).thenNothingHappens();
      assertThat(COORDINATOR.todo(held.state(), 358)).isNull();
      assertThat(COORDINATOR.wakeAt(held.state())).isEqualTo(359);
      assertThat(COORDINATOR.todo(held.state(), 359)).isEqualTo(PAY);
      held.at(359).when(PAY).events();
    }

    @Test
    void sends_each_hotkey_its_reward_and_what_rounding_left_back() {
      var outcome =
          Epochs.held(1_000, false, new long[] {10, 0, 0}, new long[] {20, 0, 30})
              .at(359)
              .when(PAY)
              .thenEvents(new EpochEvent.EpochPaid(358, Rao.of(60), Rao.of(940)))
              .thenSends(
                  new Outgoing(
                      EntityId.validator(hotkey(1)),
                      new Message.Reward(Epochs.ONE, Rao.of(10), Rao.of(20))),
                  new Outgoing(
                      EntityId.validator(hotkey(3)),
                      new Message.Reward(Epochs.ONE, Rao.ZERO, Rao.of(30))),
                  new Outgoing(EntityId.NETWORK_EMISSION, settled(358, 60, 940)));
      assertThat(outcome.holdings()).isEqualTo(Rao.ZERO);
      assertThat(COORDINATOR.wakeAt(outcome.state())).isEqualTo(EpochCoordinator.NEVER);
      outcome.andThen().when(PAY).thenNothingHappens();
    }

    @Test
    void of_more_than_the_emission_is_discarded_whole() {
      Epochs.held(1_000, true, new long[] {600}, new long[] {600})
          .at(359)
          .when(PAY)
          .thenSends(EntityId.NETWORK_EMISSION, settled(358, 0, 1_000));
    }

    @Test
    void a_hotkey_that_cannot_take_it_leaves_the_money_unissued() {
      var reward = new Message.Reward(Epochs.ONE, Rao.of(1), Rao.of(2));
      Epochs.none()
          .whenReceived(
              EntityId.validator(hotkey(1)),
              new Message.Refusal(reward, "HotKeyAccountNotExists", "No."))
          .thenEvents(new EpochEvent.RewardReturned(hotkey(1), Rao.of(3), "HotKeyAccountNotExists"))
          .thenSends(
              EntityId.NETWORK_EMISSION,
              new Message.Recycled(Rao.of(3), Message.Recycled.Reason.UNPAYABLE));
    }
  }

  @Nested
  class The_end_of_the_subnet {
    @Test
    void gives_back_everything_that_is_queued_or_held() {
      var outcome =
          Epochs.held(1_000, false, new long[] {10}, new long[] {20})
              .happened(719, new EpochEvent.EpochQueued(719, 360, Rao.of(7)))
              .at(719)
              .whenReceived(EntityId.NETWORK_EMISSION, new Message.NetworkClosed())
              .thenEvents(new EpochEvent.EpochsEnded(Rao.of(1_007)))
              .thenSends(EntityId.NETWORK_EMISSION, settled(358, 0, 1_007));
      assertThat(outcome.state()).isEqualTo(EpochState.none(Epochs.ONE));
    }

    @Test
    void comes_before_a_result_that_was_still_being_computed() {
      var asked = asked(due(358, 1_000));
      var works = (Decision.Works<EpochEvent>) asked.when(HOLD).decision();
      asked
          .whenReceived(EntityId.NETWORK_EMISSION, new Message.NetworkClosed())
          .andThen()
          .fact(SELF, works.work().apply(Workers.ONE))
          .when(HOLD)
          .thenNothingHappens();
    }
  }

  @Test
  void events_that_cannot_apply_are_bugs() {
    var state = due(358, 1_000).state();
    var held = (EpochEvent.EpochHeld) hold(due(719, 1_000)).events().get(0);
    assertThatThrownBy(() -> COORDINATOR.evolve(state, held, 719))
        .isInstanceOf(IllegalStateException.class);
    var paid = new EpochEvent.EpochPaid(358, Rao.ZERO, Rao.of(1_000));
    assertThatThrownBy(() -> COORDINATOR.evolve(state, paid, 719))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> due(358, 1).whenReceived(SUBNET, new Message.Delegation(coldkey(1))))
        .isInstanceOf(IllegalStateException.class);
  }
}
