package epochal.subnets.root;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.money.Rao;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Where stories about the root network begin. */
final class Roots {
  static final Netuid ONE = Netuid.of(1);
  static final Netuid TWO = Netuid.of(2);

  private Roots() {}

  static Scenario<RootState, RootCommand, RootEvent> closed(NetworkParameters network) {
    return Scenario.given(new RootNetwork(network), EntityId.ROOT).in(network);
  }

  static Scenario<RootState, RootCommand, RootEvent> open(NetworkParameters network) {
    return closed(network).happened(0, new RootEvent.RootOpened(List.of(), List.of()));
  }

  static Scenario<RootState, RootCommand, RootEvent> open() {
    return open(ClassicNetwork.parameters());
  }

  /** Hotkeys 1 to n have root seats 0 to n - 1, since block 0. */
  static Scenario<RootState, RootCommand, RootEvent> seated(NetworkParameters network, int n) {
    var seats = new ArrayList<RootCommand.FirstSeat>();
    for (int i = 1; i <= n; i++) {
      seats.add(new RootCommand.FirstSeat(hotkey(i), coldkey(i)));
    }
    var subnets =
        List.of(
            new RootCommand.FirstSubnet(ONE, coldkey(1)),
            new RootCommand.FirstSubnet(TWO, coldkey(2)));
    return closed(network).happened(0, new RootEvent.RootOpened(subnets, seats));
  }

  static RootEvent added(int netuid, int owner, Rao lock) {
    return new RootEvent.NetworkAdded(Netuid.of(netuid), coldkey(owner), lock, Rao.ZERO);
  }

  static NetworkParameters limitedTo(int subnets, int rootSeats) {
    var network = new ClassicNetwork();
    network.subnetLimit = subnets;
    network.rootSeats = rootSeats;
    return network.build();
  }

  static Fact standing(int owner, long stake) {
    return new Fact.ValidatorStanding(coldkey(owner), true, Rao.of(stake));
  }

  /** Shares in rao a block of subnets 1, 2, 3 … */
  static Fact shares(long... emission) {
    var shares = new TreeMap<Netuid, Rao>();
    for (int i = 0; i < emission.length; i++) {
      shares.put(Netuid.of(i + 1), Rao.of(emission[i]));
    }
    return new Fact.Shares(1, Rao.ZERO, shares);
  }
}
