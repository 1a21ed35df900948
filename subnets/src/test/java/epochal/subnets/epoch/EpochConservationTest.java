package epochal.subnets.epoch;

import static epochal.ledger.aggregate.Keys.hotkey;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Emission that came is held, paid or given back, in whatever order things come; see {@link
 * Outcome}.
 */
class EpochConservationTest {
  private static final EntityId SELF = EntityId.emission(Epochs.ONE);

  @Property(tries = 200)
  void emission_that_came_is_held_or_gone(
      @ForAll @Size(max = 40) List<@IntRange(max = 99_999) Integer> choices,
      @ForAll @IntRange(max = 5) int seats) {
    var scenario = Epochs.none().at(1);
    long block = 1;
    for (int choice : choices) {
      block += choice % 3;
      Rao amount = Rao.of(choice);
      scenario = scenario.at(block);
      scenario =
          switch (choice % 7) {
            case 0, 1 ->
                scenario
                    .whenReceived(
                        EntityId.NETWORK_EMISSION, new Message.EpochDue(block, 360, amount))
                    .andThen();
            case 2, 3 -> hold(scenario, seats, choice).andThen();
            case 4 -> scenario.when(new EpochCommand.PayEpoch()).andThen();
            case 5 ->
                scenario
                    .whenReceived(
                        EntityId.validator(hotkey(1)),
                        new Message.Refusal(
                            new Message.Reward(Epochs.ONE, amount, amount), "X", "No."))
                    .andThen();
            default ->
                choice % 5 == 0
                    ? scenario
                        .whenReceived(EntityId.NETWORK_EMISSION, new Message.NetworkClosed())
                        .andThen()
                    : scenario;
          };
      assertThat(new EpochCoordinator().wakeAt(scenario.state()) == EpochCoordinator.NEVER)
          .as("asleep only with nothing to do")
          .isEqualTo(new EpochCoordinator().todo(scenario.state(), Long.MAX_VALUE) == null);
    }
  }

  private static Outcome<EpochState, EpochCommand, EpochEvent> hold(
      Scenario<EpochState, EpochCommand, EpochEvent> before, int seats, int choice) {
    var command = new EpochCommand.HoldEpoch();
    var asked = before.fact(EntityId.subnet(Epochs.ONE), Epochs.source(seats));
    for (int i = 1; i <= seats; i++) {
      asked = asked.fact(EntityId.validator(hotkey(i)), Epochs.stake((long) choice * i));
    }
    var outcome = asked.when(command);
    return outcome.decision() instanceof Decision.Works<EpochEvent> works
        ? asked.fact(SELF, works.work().apply(Workers.ONE)).when(command)
        : outcome;
  }
}
