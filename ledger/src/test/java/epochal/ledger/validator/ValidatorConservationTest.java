package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.Keys;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes to a hotkey, no rao appears or disappears; see {@link Outcome}. */
class ValidatorConservationTest {

  /** A message from one of four coldkeys, about one of three subnets. */
  record Step(int kind, int who, int netuid, long amount) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(0, 3_000))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void stake_is_what_came_less_what_went(@ForAll("steps") List<Step> steps) {
    var network = new ClassicNetwork();
    network.nominatorMinimum = Rao.of(200);
    network.stakesPerInterval = 3;
    var scenario = Validators.unknown(network.build());
    long block = 1_000;
    for (Step step : steps) {
      scenario =
          scenario.at(block).whenReceived(from(step), message(step, scenario.state())).andThen();
      block += 50;
      Rao total = Rao.ZERO;
      for (Rao stake : scenario.state().stakes().values()) {
        assertThat(stake.isZero()).isFalse();
        total = total.plus(stake);
      }
      assertThat(scenario.state().total()).isEqualTo(total);
    }
  }

  private static EntityId from(Step step) {
    Netuid netuid = Netuid.of(step.netuid());
    return switch (step.kind()) {
      case 0, 1, 2, 3, 4, 10 -> EntityId.account(Keys.coldkey(step.who()));
      case 5 -> EntityId.ROOT;
      case 6, 8, 9 -> EntityId.subnet(netuid);
      default -> EntityId.emission(Netuid.of(1));
    };
  }

  private static Message message(Step step, ValidatorState state) {
    AccountId coldkey = Keys.coldkey(step.who());
    Netuid netuid = Netuid.of(step.netuid());
    Rao amount = Rao.of(step.amount());
    return switch (step.kind()) {
      case 0 -> new Message.RegistrationPayment(netuid, coldkey, amount);
      case 1 -> new Message.StakeDeposit(coldkey, amount);
      case 2 -> new Message.StakeWithdrawal(coldkey, amount.min(state.stakeOf(coldkey)));
      case 3 -> new Message.Delegation(coldkey);
      case 4 -> new Message.TakeChange(coldkey, 6_000 + step.netuid(), step.amount() % 2 == 0);
      case 5 -> new Message.RootSeat(coldkey);
      case 6 -> new Message.Eviction(netuid);
      case 7 -> new Message.Reward(netuid, amount, Rao.of(2 * step.amount()));
      case 8 -> new Message.NetworkClosed();
      case 9 ->
          new Message.Refusal(
              new Message.SeatPayment(HOT, coldkey, amount), "SubNetworkDoesNotExist", "No.");
      default ->
          new Message.Refusal(
              new Message.Credit(amount, Message.Credit.Reason.UNSTAKED), "BelowMinimum", "No.");
    };
  }
}
