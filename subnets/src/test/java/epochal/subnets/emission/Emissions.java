package epochal.subnets.emission;

import static epochal.ledger.aggregate.Keys.ALICE;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.money.Rao;
import java.util.List;

/** Where stories about the network's emission begin. */
final class Emissions {
  static final Netuid ONE = Netuid.of(1);
  static final Rao ISSUED = Rao.tao(1_000);

  private Emissions() {}

  static Scenario<EmissionState, EmissionCommand, EmissionEvent> given(
      NetworkParameters network, Rao issuance, EmissionCommand.FirstSubnet... subnets) {
    return Scenario.given(new EmissionCoordinator(network), EntityId.NETWORK_EMISSION)
        .in(network)
        .happened(0, new EmissionEvent.NetworkBegan(issuance, List.of(subnets)));
  }

  static Scenario<EmissionState, EmissionCommand, EmissionEvent> with(
      EmissionCommand.FirstSubnet... subnets) {
    return given(ClassicNetwork.parameters(), ISSUED, subnets);
  }

  /** Alice's, with an emission of so much a block. */
  static EmissionCommand.FirstSubnet subnet(int netuid, int tempo, long emission) {
    return new EmissionCommand.FirstSubnet(Netuid.of(netuid), ALICE, tempo, true, Rao.of(emission));
  }

  /** At this height, as if so many blocks had passed. */
  static Scenario<EmissionState, EmissionCommand, EmissionEvent> atHeight(
      Scenario<EmissionState, EmissionCommand, EmissionEvent> before, long height) {
    return before.state(state -> state.atHeight(height)).at(height + 1);
  }

  static EmissionCommand.Tick tick(long block) {
    return new EmissionCommand.Tick(block);
  }
}
