package epochal.subnets.emission;

import static epochal.ledger.aggregate.Keys.coldkey;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * What is minted is sent, accrued or recycled, whatever comes between blocks; see {@link Outcome}.
 */
class EmissionConservationTest {

  @Property(tries = 300)
  void minted_and_recycled_explain_what_is_pending(
      @ForAll @Size(max = 80) List<@IntRange(max = 99_999) Integer> choices) {
    var network = new ClassicNetwork();
    network.rootTempo = 0;
    var scenario =
        Emissions.given(
            network.build(),
            Rao.tao(5),
            Emissions.subnet(1, 4, 333_333_333),
            Emissions.subnet(2, 3, 7),
            Emissions.subnet(3, 0, 1_000));
    for (int choice : choices) {
      long next = scenario.state().height() + 1;
      Netuid netuid = Netuid.of(1 + choice / 10 % 4);
      Rao amount = Rao.of(choice);
      Message message =
          switch (choice % 10) {
            case 0 -> new Message.SubnetTerms(netuid, false, 4, true, null);
            case 1 ->
                new Message.SubnetTerms(
                    netuid, true, choice % 7, choice % 3 != 0, coldkey(choice % 5));
            case 2 -> new Message.Recycled(amount, Message.Recycled.Reason.DUST);
            case 3 -> new Message.EpochSettled(netuid, next, Rao.of(9), amount);
            case 4 ->
                new Message.Refusal(
                    new Message.Credit(amount, Message.Credit.Reason.OWNER_CUT), "X", "No.");
            default -> null;
          };
      var outcome =
          message == null
              ? scenario.at(next).when(Emissions.tick(next))
              : scenario.whenReceived(EntityId.subnet(netuid), message);
      scenario = outcome.andThen();
      Rao pending = Rao.ZERO;
      for (var subnet : scenario.state().subnets().values()) {
        pending = pending.plus(subnet.pending());
      }
      assertThat(outcome.holdings()).isEqualTo(pending);
    }
  }
}
