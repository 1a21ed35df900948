package epochal.subnets.root;

import static epochal.ledger.aggregate.Keys.coldkey;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Every lock is held for its subnet or given back; see {@link Outcome}. */
class RootConservationTest {

  @Property(tries = 300)
  void locks_are_held_for_the_subnets_that_there_are(
      @ForAll @Size(max = 50) List<@IntRange(max = 9_999) Integer> choices,
      @ForAll @Size(min = 50, max = 50) List<@LongRange(max = 9_000_000_000_000L) Long> payments) {
    var network = new ClassicNetwork();
    network.subnetLimit = 3;
    network.networkImmunity = 20_000;
    var scenario = Roots.open(network.build());
    long block = 7_000;
    for (int i = 0; i < choices.size(); i++) {
      int choice = choices.get(i);
      block += choice % 11 * 1_000L;
      int who = 1 + choice % 4;
      var ready =
          scenario.at(block).fact(EntityId.NETWORK_EMISSION, Roots.shares(choice % 5, 2, 3));
      var outcome =
          choice % 3 == 0
              ? ready.when(new RootCommand.DissolveNetwork(coldkey(who), Netuid.of(1 + choice % 5)))
              : ready.whenReceived(
                  EntityId.account(coldkey(who)),
                  new Message.LockPayment(coldkey(who), Rao.of(payments.get(i))));
      if (outcome.decision() instanceof Decision.Accepted) {
        scenario = outcome.andThen();
      }
      assertThat(scenario.state().subnets().size()).isLessThanOrEqualTo(3);
    }
  }
}
