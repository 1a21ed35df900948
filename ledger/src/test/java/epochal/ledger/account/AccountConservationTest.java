package epochal.ledger.account;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Outcome;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever an account is told, no rao appears or disappears; see {@link Outcome}. */
class AccountConservationTest {
  private static final EntityId VALIDATOR = EntityId.validator(HOT);
  private static final EntityId SUBNET = EntityId.subnet(Netuid.of(1));

  /** Something that comes to the account. */
  record Step(int kind, long amount, boolean flag) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> amounts =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 1_100), Arbitraries.longs().between(0, 20_000_000));
    return Combinators.combine(
            Arbitraries.integers().between(0, 11), amounts, Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void everything_that_leaves_is_sent_or_recycled(@ForAll("steps") List<Step> steps) {
    var scenario = Accounts.withFree(10_000_000);
    long block = 10;
    for (Step step : steps) {
      var outcome = take(scenario.at(block), step);
      if (outcome.decision() instanceof Decision.Accepted) {
        scenario = outcome.andThen();
      }
      block += 200;
      Rao free = scenario.state().free();
      assertThat(free.isZero() || !free.isLessThan(Accounts.DEPOSIT))
          .as("%s is nothing, or at least the existential deposit", free)
          .isTrue();
    }
  }

  private static Outcome<AccountState, AccountCommand, AccountEvent> take(
      Scenario<AccountState, AccountCommand, AccountEvent> before, Step step) {
    Rao amount = Rao.of(step.amount());
    var asked =
        before
            .fact(VALIDATOR, Accounts.WELCOME)
            .fact(EntityId.account(BOB), Accounts.WELCOME)
            .fact(EntityId.ROOT, new Fact.Terms(null, amount));
    AccountId to = step.amount() % 10 == 0 ? ALICE : BOB;
    Rao limit = step.flag() ? amount.plus(Rao.of(300)) : null;
    return switch (step.kind()) {
      case 0 -> asked.when(new AccountCommand.Transfer(ALICE, to, amount, step.flag()));
      case 1 -> asked.when(new AccountCommand.TransferAll(ALICE, to, step.flag()));
      case 2 -> asked.when(new AccountCommand.AddStake(ALICE, HOT, amount));
      case 3 -> asked.when(new AccountCommand.RemoveStake(ALICE, HOT, amount));
      case 4 -> asked.when(new AccountCommand.BecomeDelegate(ALICE, HOT));
      case 5 -> asked.when(new AccountCommand.IncreaseTake(ALICE, HOT, 9_000));
      case 6 ->
          asked
              .fact(SUBNET, new Fact.Terms(null, amount))
              .fact(VALIDATOR, new Fact.ValidatorStanding(null, false, Rao.ZERO))
              .when(new AccountCommand.BurnedRegister(ALICE, Netuid.of(1), HOT, limit));
      case 7 -> asked.when(new AccountCommand.RegisterNetwork(ALICE, limit));
      case 8 -> before.whenReceived(SUBNET, credit(amount, step));
      case 9 -> before.whenReceived(VALIDATOR, refused(new Message.StakeDeposit(ALICE, amount)));
      case 10 -> before.whenReceived(EntityId.account(BOB), refused(credit(amount, step)));
      default -> before.whenReceived(VALIDATOR, refused(new Message.Delegation(ALICE)));
    };
  }

  private static Message credit(Rao amount, Step step) {
    var reasons = Message.Credit.Reason.values();
    return new Message.Credit(amount, reasons[(int) (step.amount() % reasons.length)]);
  }

  private static Message refused(Message message) {
    return new Message.Refusal(message, "BelowMinimum", "No.");
  }
}
