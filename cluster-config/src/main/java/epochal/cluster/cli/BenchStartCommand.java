package epochal.cluster.cli;

import epochal.cluster.demo.DemoDisplay;
import epochal.cluster.restart.StartBenchmark;
import epochal.cluster.restart.StartPlan;
import epochal.cluster.restart.StartResult;
import epochal.cluster.restart.StartResult.Start;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures starts. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how long a node takes from the creation of its process to the first answered, and",
      "so durable, transfer between accounts that are not in memory, over a log that the load of",
      "transfers has made. Each start is a process of its own."
    })
final class BenchStartCommand implements Callable<Integer> {
  /** The moments that are told, by what they are called. */
  private static final Map<String, ToLongFunction<Start>> MOMENTS = new LinkedHashMap<>();

  static {
    MOMENTS.put("program runs", Start::running);
    MOMENTS.put("genesis read", Start::genesisRead);
    MOMENTS.put("log opened", Start::logOpened);
    MOMENTS.put("node ready", Start::ready);
    MOMENTS.put("first answer", Start::answered);
  }

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Accounts that the genesis funds (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Events that the log has at least (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many starts are measured (default: ${DEFAULT-VALUE}).")
  private int starts;

  @Option(
      names = "--killed",
      description = {
        "Kill the node before each start with SIGKILL, under load; without, it was stopped in order."
      })
  private boolean killed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data directory, which stays, and is used as it is where it holds an equal network",
        "(default: one in the place for temporary files, which is removed)."
      })
  private @Nullable Path data;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object; all else goes to stderr.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var plan = new StartPlan(accounts, events, starts, killed);
    Path directory = data == null ? DataDirectory.temporary() : data;
    DataDirectory.create(directory);
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    var display = new DemoDisplay(System.err, terminal);
    var benchmark = new StartBenchmark(plan, directory, display);
    try (var signal = new StopSignal(benchmark::stop)) {
      StartResult result;
      try {
        result = benchmark.run();
      } finally {
        if (data == null) {
          DataDirectory.clear(directory);
        }
      }
      if (result == null) {
        display.say("Stopped before there was a result.");
      } else {
        print(plan, result);
      }
      int exitCode = result == null ? 1 : 0;
      signal.ended(exitCode);
      return exitCode;
    }
  }

  private void print(StartPlan plan, StartResult result) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, object(plan, result));
      return;
    }
    out.println(
        "start: %,d starts, %,d accounts, %,d events, the node before was %s"
            .formatted(
                plan.starts(),
                plan.accounts(),
                result.events(),
                plan.killed() ? "killed" : "stopped in order"));
    out.println("  ms since the process began   median    worst");
    MOMENTS.forEach(
        (name, moment) ->
            out.println(
                "  %-26s %,8d %,8d".formatted(name, result.median(moment), result.worst(moment))));
    out.flush();
  }

  private static Map<String, @Nullable Object> object(StartPlan plan, StartResult result) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("starts", plan.starts());
    object.put("accounts", plan.accounts());
    object.put("events", result.events());
    object.put("killed", plan.killed());
    MOMENTS.forEach(
        (name, moment) -> {
          String key = name.replace(' ', '_');
          object.put(key + "_median_ms", result.median(moment));
          object.put(key + "_worst_ms", result.worst(moment));
        });
    object.put("each", result.starts());
    return object;
  }
}
