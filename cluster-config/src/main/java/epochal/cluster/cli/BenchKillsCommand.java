package epochal.cluster.cli;

import epochal.cluster.demo.DemoDisplay;
import epochal.cluster.restart.KillBenchmark;
import epochal.cluster.restart.KillPlan;
import epochal.cluster.restart.KillResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills nodes. */
@Command(
    name = "kills",
    mixinStandardHelpOptions = true,
    description = {
      "Kills a node under the load of transfers with SIGKILL at a random moment, starts another",
      "on the same data directory, and so on. After every kill all transfers that were ever",
      "acknowledged must be in the log exactly once; in the end everything that was in flight must",
      "have arrived, and the whole log must prove that no money is lost or doubled. Otherwise the",
      "transfer is named, and the exit code is 1."
    })
final class BenchKillsCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      description = "How often a node is killed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Accounts that transfer to each other (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Transfers under way at any time (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = {
        "How long a node lives under load at most; one round in five ends while the node starts",
        "(default: ${DEFAULT-VALUE})."
      })
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description =
          "Chooses the moments of the kills, and the transfers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data directory, which stays; it must be new or empty",
        "(default: one in the place for temporary files, which is removed if all is well)."
      })
  private @Nullable Path data;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object; all else goes to stderr.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var plan = new KillPlan(rounds, accounts, inFlight, seconds, seed);
    Path directory = data == null ? DataDirectory.temporary() : data;
    DataDirectory.create(directory);
    if (DataDirectory.holdsNetwork(directory)) {
      throw new CliException(
          "DataDirectoryUnusable",
          directory
              + " holds a network, and nobody knows what that has acknowledged: name a new"
              + " directory with --data.");
    }
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    var display = new DemoDisplay(System.err, terminal);
    var benchmark = new KillBenchmark(plan, directory, display);
    try (var signal = new StopSignal(benchmark::stop)) {
      KillResult result = benchmark.run();
      boolean holds = result != null && result.holds();
      if (result == null) {
        display.say("Stopped before there was a result.");
      } else {
        print(plan, result);
      }
      if (data == null && (holds || result == null)) {
        DataDirectory.clear(directory);
      } else if (!holds) {
        display.say("The data directory stays for a look at it: " + directory);
      }
      int exitCode = holds ? 0 : 1;
      signal.ended(exitCode);
      return exitCode;
    }
  }

  private void print(KillPlan plan, KillResult result) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, object(plan, result));
    } else {
      lines(plan, result).forEach(out::println);
      out.flush();
    }
  }

  private static List<String> lines(KillPlan plan, KillResult result) {
    var lines = new ArrayList<String>();
    lines.add(
        "kills: %,d of %,d rounds, %,d accounts, %,d in flight, seed %d, %,d s"
            .formatted(
                result.rounds().size(),
                plan.rounds(),
                plan.accounts(),
                plan.inFlight(),
                plan.seed(),
                result.nanos() / 1_000_000_000));
    lines.add(
        ("  %,d transfers acknowledged by their senders, %,d seen to arrive; %,d in the log,"
                + " of %,d events")
            .formatted(result.acknowledged(), result.arrived(), result.inLog(), result.entries()));
    lines.add(
        ("  %,d kills while the node started; %,d left an unfinished batch, of %,d bytes in all;"
                + " %,d calls without an answer were sent again and had one")
            .formatted(
                result.killedStarting(),
                result.torn(),
                result.tornBytes(),
                result.answeredAgain()));
    lines.add(
        "  from the start of the process until it took commands: median %,d ms, worst %,d ms"
            .formatted(result.medianOpenMillis(), result.worstOpenMillis()));
    if (result.fault() != null) {
      lines.add("  FAULT: " + result.fault());
    }
    if (result.conservation() != null) {
      AuditCommand.lines(result.conservation().audit()).forEach(line -> lines.add("  " + line));
    }
    if (result.holds()) {
      lines.add("  every acknowledged transfer is there, exactly once");
    }
    return lines;
  }

  private static Map<String, @Nullable Object> object(KillPlan plan, KillResult result) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("rounds", result.rounds().size());
    object.put("accounts", plan.accounts());
    object.put("in_flight", plan.inFlight());
    object.put("seed", plan.seed());
    object.put("seconds", result.nanos() / 10_000_000 / 100.0);
    object.put("acknowledged", result.acknowledged());
    object.put("arrived", result.arrived());
    object.put("refused", result.refused());
    object.put("answered_again", result.answeredAgain());
    object.put("transfers_in_log", result.inLog());
    object.put("events", result.entries());
    object.put("killed_while_starting", result.killedStarting());
    object.put("torn", result.torn());
    object.put("torn_bytes", result.tornBytes());
    object.put("open_median_ms", result.medianOpenMillis());
    object.put("open_worst_ms", result.worstOpenMillis());
    object.put("holds", result.holds());
    object.put("fault", result.fault());
    var conservation = result.conservation();
    object.put("audit", conservation == null ? null : AuditCommand.object(conservation.audit()));
    return object;
  }
}
