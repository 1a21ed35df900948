package epochal.cluster.cli;

import epochal.cluster.cli.RecordedLog.Replay;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorState;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows an entity now or as of any past block. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Shows an account, a validator, a subnet or its metagraph, now or as of any past block,",
      "rebuilt from the log."
    })
final class QueryCommand implements Callable<Integer> {

  /** What can be asked for. */
  enum What {
    ACCOUNT,
    VALIDATOR,
    SUBNET,
    METAGRAPH
  }

  @Parameters(
      index = "0",
      paramLabel = "WHAT",
      description = "One of: account, validator, subnet, metagraph.")
  private What what = What.ACCOUNT;

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      description = "An SS58 address or development path, or a netuid.")
  private String key = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory of the network.")
  private Path data = Path.of("");

  @Option(names = "--at", paramLabel = "BLOCK", description = "As of this block.")
  private @Nullable Long at;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    EntityId id = entity();
    long block = at == null ? Long.MAX_VALUE : at;
    if (block < 0) {
      throw new CliException(
          "InvalidArgument", "--at is a block, 0 or more, that the network has reached.");
    }
    Replay replay = RecordedLog.replay(data, Set.of(id), block);
    if (at != null && at > replay.height()) {
      throw new CliException(
          "BlockNotReached",
          "The network is at block " + replay.height() + ": ask for that one or an earlier one.");
    }
    long shown = at == null ? replay.height() : at;
    Entity<?> entity = replay.entities().get(id);
    if (entity == null) {
      throw new CliException(
          "UnknownEntity",
          "Nothing had happened to "
              + id.text()
              + " by block "
              + shown
              + ": check the key, or ask for a later block.");
    }
    Answer answer = answer(id, entity, shown);
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, answer.object());
    } else {
      answer.lines().forEach(out::println);
      out.flush();
    }
    return 0;
  }

  private EntityId entity() {
    return switch (what) {
      case ACCOUNT -> EntityId.account(Keys.account(key));
      case VALIDATOR -> EntityId.validator(Keys.account(key));
      case SUBNET, METAGRAPH -> EntityId.subnet(netuid());
    };
  }

  private Netuid netuid() {
    try {
      return Netuid.of(Integer.parseInt(key));
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "InvalidArgument", "'" + key + "' is no netuid: give a number from 0 to 65535.");
    }
  }

  private Answer answer(EntityId id, Entity<?> entity, long block) {
    if (entity.state() instanceof AccountState account) {
      return Answer.account(account, stakes(account, block), entity, block);
    }
    return what == What.METAGRAPH
        ? Answer.metagraph(id, entity, block)
        : Answer.entity(id, entity, block);
  }

  /** What the account has on each hotkey, which the hotkeys know. */
  private SortedMap<AccountId, Rao> stakes(AccountState account, long block) {
    var hotkeys = new TreeSet<EntityId>();
    account.stakingHotkeys().forEach(hotkey -> hotkeys.add(EntityId.validator(hotkey)));
    var stakes = new TreeMap<AccountId, Rao>();
    if (!hotkeys.isEmpty()) {
      for (Entity<?> hotkey : RecordedLog.replay(data, hotkeys, block).entities().values()) {
        if (hotkey.state() instanceof ValidatorState validator
            && !validator.stakeOf(account.coldkey()).isZero()) {
          stakes.put(validator.hotkey(), validator.stakeOf(account.coldkey()));
        }
      }
    }
    return stakes;
  }
}
