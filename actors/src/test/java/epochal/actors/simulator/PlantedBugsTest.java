package epochal.actors.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.Account;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.RecentCalls;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Message;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.Validator;
import epochal.ledger.validator.ValidatorCommand;
import epochal.ledger.validator.ValidatorEvent;
import epochal.ledger.validator.ValidatorState;
import epochal.persistence.genesis.Genesis;
import epochal.subnets.Aggregates;
import epochal.subnets.epoch.EpochCommand;
import epochal.subnets.epoch.EpochCoordinator;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.epoch.EpochState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * The simulator is only worth what it finds: each of these bugs must be found within some seeds.
 */
class PlantedBugsTest {
  private static final int SEEDS = 40;
  private static final long BLOCKS = 25;

  private final Genesis genesis = Genesis.shipped("dev");
  private final Aggregates real = new Aggregates(genesis.network());

  @Test
  void without_a_bug_nothing_is_found() {
    assertThat(violations(seed -> new Simulation(genesis, seed, Faults.Level.HEAVY))).isEmpty();
  }

  @Test
  void a_host_that_forgets_which_calls_it_obeyed_is_found() {
    assertThat(
            violations(
                seed ->
                    new Simulation(genesis, seed, Faults.Level.HEAVY) {
                      @Override
                      public <S> Entity<S> recovered(Entity<S> entity) {
                        return new Entity<>(
                            entity.id(),
                            entity.sequence(),
                            entity.block(),
                            entity.state(),
                            entity.lanes(),
                            RecentCalls.NONE);
                      }
                    }))
        .anyMatch(found -> found.contains("the call was obeyed before"));
  }

  @Test
  void a_host_that_takes_a_message_twice_is_found() {
    assertThat(
            violations(
                seed ->
                    new Simulation(genesis, seed, Faults.Level.HEAVY) {
                      @Override
                      public <S> Entity<S> recovered(Entity<S> entity) {
                        Lanes lanes = entity.lanes();
                        return new Entity<>(
                            entity.id(),
                            entity.sequence(),
                            entity.block(),
                            entity.state(),
                            new Lanes(
                                lanes.sent(), lanes.outbox(), lanes.tails(), BTreeMap.empty()),
                            entity.recent());
                      }
                    }))
        .anyMatch(found -> found.contains("is under way (expected nothing"));
  }

  @Test
  void an_acknowledgement_before_persistence_is_found() {
    assertThat(
            violations(
                seed ->
                    new Simulation(genesis, seed, Faults.Level.HEAVY) {
                      @Override
                      public boolean answersEarly() {
                        return true;
                      }
                    }))
        .anyMatch(found -> found.contains("acknowledged a call"));
  }

  @Test
  void dropped_dust_is_found() {
    var bug =
        new PlantedBug<AccountState, AccountCommand, AccountEvent>(new Account()) {
          @Override
          public Flow flow(AccountState state, AccountEvent event) {
            Flow flow = super.flow(state, event);
            return event instanceof AccountEvent.Transferred
                ? Flow.sends(flow.sends().subList(0, 1))
                : flow;
          }
        };
    assertThat(violations(planted(bug.plantedIn(EntityId.Account.class::isInstance, real))))
        .anyMatch(
            found ->
                found.contains("money is lost")
                    || found.contains("money under way")
                    || found.contains("origin.number"));
  }

  @Test
  void a_lost_refund_is_found() {
    var bug =
        new PlantedBug<AccountState, AccountCommand, AccountEvent>(new Account()) {
          @Override
          public Decision<AccountEvent> receive(
              AccountState state, EntityId from, Message message, Context context) {
            return message instanceof Message.Refusal(Message refused, String code, String why)
                ? Decision.accept(
                    new AccountEvent.SendingReturned(refused, Rao.ZERO, Rao.ZERO, code, why))
                : super.receive(state, from, message, context);
          }
        };
    assertThat(violations(planted(bug.plantedIn(EntityId.Account.class::isInstance, real))))
        .anyMatch(found -> found.contains("event.restored"));
  }

  @Test
  void an_epoch_that_is_paid_twice_is_found() {
    var bug =
        new PlantedBug<EpochState, EpochCommand, EpochEvent>(new EpochCoordinator()) {
          @Override
          public EpochState evolve(EpochState state, EpochEvent event, long block) {
            return event instanceof EpochEvent.EpochPaid
                ? state
                : super.evolve(state, event, block);
          }
        };
    assertThat(
            violations(
                planted(
                    bug.plantedIn(
                        id -> id instanceof EntityId.Emission(var netuid) && !netuid.isRoot(),
                        real))))
        .anyMatch(found -> found.contains("there was nothing to be done by itself"));
  }

  @Test
  void a_payout_that_depends_on_the_order_of_a_hash_is_found() {
    var bug =
        new PlantedBug<ValidatorState, ValidatorCommand, ValidatorEvent>(
            new Validator(genesis.network())) {
          @Override
          public Decision<ValidatorEvent> receive(
              ValidatorState state, EntityId from, Message message, Context context) {
            Decision<ValidatorEvent> decision = super.receive(state, from, message, context);
            return decision
                        instanceof Decision.Accepted<ValidatorEvent>(List<ValidatorEvent> events)
                    && events.getFirst() instanceof ValidatorEvent.RewardPaid paid
                    && paid.shares().size() > 1
                ? Decision.accept(dustToAnyone(paid))
                : decision;
          }
        };
    assertThat(violations(planted(bug.plantedIn(EntityId.Validator.class::isInstance, real))))
        .anyMatch(found -> found.contains("event.take"));
  }

  /** One rao of the owner's goes to whoever comes first in a set of objects without an order. */
  private static ValidatorEvent dustToAnyone(ValidatorEvent.RewardPaid paid) {
    Set<Object> unordered = new HashSet<>();
    for (int i = 0; i < paid.shares().size(); i++) {
      unordered.add(new Object());
    }
    int first = Math.floorMod(unordered.iterator().next().hashCode(), paid.shares().size());
    var shares = new ArrayList<>(paid.shares());
    var lucky = shares.get(first);
    if (paid.take().isZero()) {
      return paid;
    }
    shares.set(first, new ValidatorCommand.Stake(lucky.coldkey(), lucky.amount().plus(Rao.of(1))));
    return new ValidatorEvent.RewardPaid(
        paid.netuid(),
        paid.server(),
        paid.validator(),
        paid.take().minus(Rao.of(1)),
        List.copyOf(shares),
        paid.dust());
  }

  private LongFunction<Simulation> planted(Aggregates aggregates) {
    return seed -> new Simulation(genesis, aggregates, seed, Faults.Level.HEAVY);
  }

  /** What is found within the first seeds, until something is. */
  private Set<String> violations(LongFunction<Simulation> simulations) {
    var found = new TreeSet<String>();
    for (long seed = 1; seed <= SEEDS && found.isEmpty(); seed++) {
      found.addAll(
          simulations.apply(seed).run(BLOCKS, new RandomWorkload(genesis, 8)).violations());
    }
    return found;
  }
}
