package epochal.cluster.cli;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.aggregate.Call;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Signs one call and runs it on the network of a data directory. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "CALL",
    description = {
      "Signs one call with a development key and runs it on the network in a data directory.",
      "Keys are SS58 addresses or development paths such as //Alice; amounts are in TAO.",
      "The node runs for the call and two blocks more, so that what it sends arrives."
    })
final class SubmitCommand implements Runnable {
  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      required = true,
      paramLabel = "DIR",
      description = "The data directory of the network.")
  private Path data = Path.of("");

  @Option(
      names = "--as",
      scope = ScopeType.INHERIT,
      required = true,
      paramLabel = "KEY",
      description = "Who signs, and acts unless --for names another.")
  private String signer = "";

  @Option(
      names = "--for",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY",
      description = "In whose name the signer acts; only the network's sudo key may.")
  private @Nullable String actor;

  @Option(
      names = "--valid-blocks",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      defaultValue = "64",
      description = "For how many blocks the call is valid (default: ${DEFAULT-VALUE}).")
  private long validBlocks;

  @Option(
      names = "--valid-until",
      scope = ScopeType.INHERIT,
      paramLabel = "BLOCK",
      description =
          "Until which block exactly; the same call with the same one is the same command.")
  private @Nullable Long validUntil;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the outcome as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a call to submit.");
  }

  @Command(
      name = "transfer",
      mixinStandardHelpOptions = true,
      description = "Sends money to another account.")
  int transfer(
      @Parameters(paramLabel = "TO") String to,
      @Parameters(paramLabel = "TAO") String amount,
      @Option(
              names = "--allow-death",
              description = "Let the sending account end if too little remains.")
          boolean allowDeath) {
    AccountId receiver = Keys.account(to);
    Rao value = Keys.amount(amount);
    return submit(who -> new AccountCommand.Transfer(who, receiver, value, !allowDeath));
  }

  @Command(
      name = "transfer-all",
      mixinStandardHelpOptions = true,
      description = "Sends everything to another account.")
  int transferAll(
      @Parameters(paramLabel = "TO") String to,
      @Option(names = "--keep-alive", description = "Keep the existential deposit.")
          boolean keepAlive) {
    AccountId receiver = Keys.account(to);
    return submit(who -> new AccountCommand.TransferAll(who, receiver, keepAlive));
  }

  @Command(name = "stake", mixinStandardHelpOptions = true, description = "Stakes on a hotkey.")
  int stake(
      @Parameters(paramLabel = "HOTKEY") String hotkey,
      @Parameters(paramLabel = "TAO") String amount) {
    AccountId key = Keys.account(hotkey);
    Rao value = Keys.amount(amount);
    return submit(who -> new AccountCommand.AddStake(who, key, value));
  }

  @Command(
      name = "unstake",
      mixinStandardHelpOptions = true,
      description = "Takes stake back from a hotkey.")
  int unstake(
      @Parameters(paramLabel = "HOTKEY") String hotkey,
      @Parameters(paramLabel = "TAO") String amount) {
    AccountId key = Keys.account(hotkey);
    Rao value = Keys.amount(amount);
    return submit(who -> new AccountCommand.RemoveStake(who, key, value));
  }

  @Command(
      name = "become-delegate",
      mixinStandardHelpOptions = true,
      description = "Opens an own hotkey to everyone's stake.")
  int becomeDelegate(@Parameters(paramLabel = "HOTKEY") String hotkey) {
    AccountId key = Keys.account(hotkey);
    return submit(who -> new AccountCommand.BecomeDelegate(who, key));
  }

  @Command(
      name = "take",
      mixinStandardHelpOptions = true,
      description = "Raises or lowers the take of an own delegate.")
  int take(
      @Parameters(paramLabel = "HOTKEY") String hotkey,
      @Parameters(paramLabel = "TAKE", description = "A ratio to 65535.") int take,
      @Option(names = "--lower", description = "Lower it; without, raise it.") boolean lower) {
    AccountId key = Keys.account(hotkey);
    return submit(
        who ->
            lower
                ? new AccountCommand.DecreaseTake(who, key, take)
                : new AccountCommand.IncreaseTake(who, key, take));
  }

  @Command(
      name = "register",
      mixinStandardHelpOptions = true,
      description = "Registers a hotkey in a subnet, burning its price.")
  int register(
      @Parameters(paramLabel = "NETUID") int netuid,
      @Parameters(paramLabel = "HOTKEY") String hotkey,
      @Option(names = "--limit", paramLabel = "TAO", description = "The most to pay.")
          @Nullable String limit) {
    AccountId key = Keys.account(hotkey);
    Rao most = limit == null ? null : Keys.amount(limit);
    return submit(who -> new AccountCommand.BurnedRegister(who, Netuid.of(netuid), key, most));
  }

  @Command(
      name = "register-network",
      mixinStandardHelpOptions = true,
      description = "Creates a subnet, locking its cost.")
  int registerNetwork(
      @Option(names = "--limit", paramLabel = "TAO", description = "The most to lock.")
          @Nullable String limit) {
    Rao most = limit == null ? null : Keys.amount(limit);
    return submit(who -> new AccountCommand.RegisterNetwork(who, most));
  }

  @Command(
      name = "dissolve-network",
      mixinStandardHelpOptions = true,
      description = "Removes an own subnet; its lock comes back.")
  int dissolveNetwork(@Parameters(paramLabel = "NETUID") int netuid) {
    return submit(who -> new RootCommand.DissolveNetwork(who, Netuid.of(netuid)));
  }

  @Command(
      name = "root-register",
      mixinStandardHelpOptions = true,
      description = "Seats a hotkey among the root validators.")
  int rootRegister(@Parameters(paramLabel = "HOTKEY") String hotkey) {
    AccountId key = Keys.account(hotkey);
    return submit(who -> new RootCommand.RootRegister(who, key));
  }

  @Command(
      name = "root-weights",
      mixinStandardHelpOptions = true,
      description = "A root validator's vote on the subnets' shares.")
  int rootWeights(
      @Parameters(paramLabel = "HOTKEY") String hotkey,
      @Parameters(arity = "1..*", paramLabel = "NETUID:WEIGHT") List<String> weights) {
    AccountId key = Keys.account(hotkey);
    IntVector netuids = side(weights, 0);
    IntVector values = side(weights, 1);
    return submit(who -> new RootCommand.SetRootWeights(who, key, netuids, values, 0));
  }

  @Command(
      name = "set-weights",
      mixinStandardHelpOptions = true,
      description = "A validator's scores of miners, as its hotkey.")
  int setWeights(
      @Parameters(paramLabel = "NETUID") int netuid,
      @Parameters(arity = "1..*", paramLabel = "UID:WEIGHT") List<String> weights) {
    IntVector uids = side(weights, 0);
    IntVector values = side(weights, 1);
    return submit(who -> new SubnetCommand.SetWeights(who, Netuid.of(netuid), uids, values, 0));
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Sets a hyperparameter of a subnet.")
  int set(
      @Parameters(paramLabel = "NETUID") int netuid,
      @Parameters(paramLabel = "NAME", description = "As in tempo or min_burn.") String name,
      @Parameters(paramLabel = "VALUE") long value) {
    return submit(who -> new SubnetCommand.SetHyperparameter(who, Netuid.of(netuid), name, value));
  }

  private static IntVector side(List<String> pairs, int side) {
    int[] numbers = new int[pairs.size()];
    for (int i = 0; i < numbers.length; i++) {
      String[] pair = pairs.get(i).split(":", -1);
      try {
        if (pair.length != 2) {
          throw new NumberFormatException("not a pair");
        }
        numbers[i] = Integer.parseInt(pair[side]);
      } catch (NumberFormatException e) {
        throw new CliException(
            "InvalidArgument",
            "'" + pairs.get(i) + "' is no weight: write NUMBER:WEIGHT, such as 3:65535.");
      }
    }
    return new IntVector(numbers);
  }

  private int submit(Function<AccountId, Call> call) {
    SigningKey key = Keys.signer(signer);
    AccountId who = actor == null ? key.accountId() : Keys.account(actor);
    return new OneCall(data, key, validBlocks, validUntil, json)
        .run(call.apply(who), spec.commandLine());
  }
}
