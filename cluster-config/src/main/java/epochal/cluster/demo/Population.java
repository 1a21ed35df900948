package epochal.cluster.demo;

import epochal.cluster.demo.Cast.Person;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.util.List;
import java.util.Map;

/**
 * What people do, block by block. The population remembers nothing: it looks at the ledger and does
 * the next thing, so that it goes on where it was whenever the node starts again.
 *
 * <p>Root validators vote on the shares; subnets are created, set up and filled; validators stake
 * and score; newcomers push weak miners out; holders move money and stake.
 */
final class Population {
  private static final int SUBNETS = 5;
  private static final int GIFTS_A_BLOCK = 8;
  private static final int VOTES_A_BLOCK = 4;
  private static final int VOTING_PERIOD = 101;
  private static final int STAKING_PERIOD = 4;
  private static final Rao POCKET_MONEY = Rao.tao(600);
  private static final Rao VALIDATOR_STAKE = Rao.tao(400);

  private final Cast cast;
  private final Desk desk;
  private final SubnetLife subnetLife;

  Population(Cast cast, Desk desk) {
    this.cast = cast;
    this.desk = desk;
    this.subnetLife = new SubnetLife(cast, desk);
  }

  /** Everything that people do between two blocks. */
  void act(long block) {
    Fact.RootSource root = desk.ask(EntityId.ROOT, new Query.RootInputs(), Fact.RootSource.class);
    fund(block);
    if (root.netuids().size() - 1 < SUBNETS && block % 12 == 1) {
      desk.submit(new AccountCommand.RegisterNetwork(cast.sudo().accountId(), null), cast.sudo());
    }
    for (Netuid netuid : root.netuids()) {
      if (!netuid.isRoot()) {
        subnetLife.act(netuid, block);
      }
    }
    if (block % STAKING_PERIOD == 0) {
      stake();
    }
    vote(root, block);
    hold(block);
  }

  /** In the first blocks Alice gives everyone something to live on, a few a block. */
  private void fund(long block) {
    List<Person> everyone = cast.everyone();
    long first = (block - 1) * GIFTS_A_BLOCK;
    for (long i = first; i < Math.min(first + GIFTS_A_BLOCK, everyone.size()); i++) {
      transfer(cast.sudo().accountId(), everyone.get((int) i).cold(), POCKET_MONEY);
    }
  }

  private void transfer(AccountId from, AccountId to, Rao amount) {
    desk.submit(new AccountCommand.Transfer(from, to, amount, true), cast.sudo());
  }

  /** Root validators spread their weight, each in its own way, once in a root epoch. */
  private void vote(Fact.RootSource root, long block) {
    int seats = root.hotkeys().size();
    long first = (block - 1) % VOTING_PERIOD * VOTES_A_BLOCK;
    for (int uid = (int) first; uid < Math.min(first + VOTES_A_BLOCK, seats); uid++) {
      AccountId hotkey = root.hotkeys().get(uid);
      var standing =
          desk.ask(EntityId.validator(hotkey), new Query.Standing(), Fact.ValidatorStanding.class);
      if (standing.owner() == null) {
        continue;
      }
      int[] netuids = root.netuids().stream().mapToInt(Netuid::value).skip(1).toArray();
      int[] values = new int[netuids.length];
      for (int j = 0; j < netuids.length; j++) {
        values[j] = 200 + Quality.below(800, hotkey.bytes(), Quality.bytes(netuids[j]));
      }
      desk.submit(
          new RootCommand.SetRootWeights(
              standing.owner(), hotkey, IntVector.of(netuids), IntVector.of(values), 0),
          cast.sudo());
    }
  }

  /** Holders send each other money, and stake with honest validators or take it back. */
  private void hold(long block) {
    List<Person> holders = cast.holders();
    Person from = holders.get(Quality.below(holders.size(), Quality.bytes(block)));
    Person to = holders.get(Quality.below(holders.size(), Quality.bytes(~block)));
    Rao amount = Rao.of(Rao.PER_TAO + Quality.below((int) Rao.PER_TAO, Quality.bytes(block)));
    desk.submit(new AccountCommand.Transfer(from.cold(), to.cold(), amount, true), from.coldkey());
    Person validator = cast.honest().get(Quality.below(cast.honest().size(), Quality.bytes(block)));
    if (block % 5 == 2) {
      desk.submit(new AccountCommand.AddStake(to.cold(), validator.hot(), amount), to.coldkey());
    }
    if (block % 5 == 4) {
      desk.submit(
          new AccountCommand.RemoveStake(from.cold(), validator.hot(), Rao.of(Rao.PER_TAO / 2)),
          from.coldkey());
    }
  }

  /** Validators stake what they promise, on hotkeys that take everyone's stake. */
  private void stake() {
    for (Person validator : cast.validators()) {
      var standing =
          desk.ask(
              EntityId.validator(validator.hot()),
              new Query.Standing(),
              Fact.ValidatorStanding.class);
      if (standing.owner() == null) {
        continue;
      }
      if (!standing.delegate()) {
        desk.submit(
            new AccountCommand.BecomeDelegate(validator.cold(), validator.hot()),
            validator.coldkey());
      } else if (standing.stake().isLessThan(VALIDATOR_STAKE)) {
        desk.submit(
            new AccountCommand.AddStake(
                validator.cold(), validator.hot(), VALIDATOR_STAKE.minus(standing.stake())),
            validator.coldkey());
      }
    }
  }

  /** Settings of a subnet by the name of spec 03 §8, if they are not as they should be. */
  static void configure(
      Desk desk, Cast cast, Netuid netuid, Map<String, Long> now, Map<String, Long> wanted) {
    wanted.forEach(
        (parameter, value) -> {
          if (!value.equals(now.get(parameter))) {
            desk.submit(
                new SubnetCommand.SetHyperparameter(
                    cast.sudo().accountId(), netuid, parameter, value),
                cast.sudo());
          }
        });
  }
}
