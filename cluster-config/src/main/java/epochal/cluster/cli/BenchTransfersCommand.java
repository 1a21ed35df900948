package epochal.cluster.cli;

import epochal.cluster.bench.MemoryPlot;
import epochal.cluster.bench.MemoryWatch;
import epochal.cluster.bench.TransferBenchmark;
import epochal.cluster.bench.TransferLoad;
import epochal.cluster.bench.TransferResult;
import epochal.cluster.demo.DemoDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures transfers. */
@Command(
    name = "transfers",
    mixinStandardHelpOptions = true,
    description = {
      "Measures transfers between persistent, sharded accounts on a whole node: how many are",
      "durable at their receivers a second, and how long each takes from when it was to start.",
      "Every fsync is real. Then the node is stopped, and its log must prove that no money and no",
      "transfer is lost or doubled; otherwise the figures do not count, and the exit code is 1."
    })
final class BenchTransfersCommand implements Callable<Integer> {
  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Accounts that the genesis funds (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--active",
      paramLabel = "N",
      description = "How many of them send and receive (default: all).")
  private @Nullable Integer active;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Transfers under way at any time; the next is sent when one is durable (default: 1024)."
              + " With --rate: how many at most (default: as many as possible).")
  private @Nullable Integer inFlight;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Offer R transfers a second at random times, whatever becomes of those before; latency"
              + " counts from when each was due.")
  private @Nullable Integer rate;

  @Option(
      names = "--skew",
      paramLabel = "SKEW",
      defaultValue = "uniform",
      description = {
        "uniform: everyone to everyone alike; zipf: the k-th account in proportion to 1/k^0.99;",
        "hot: everyone to one account (default: ${DEFAULT-VALUE})."
      })
  private TransferLoad.Skew skew = TransferLoad.Skew.UNIFORM;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = {
        "Seconds before that which do not count; a --rate",
        "rises during their first half (default: ${DEFAULT-VALUE})."
      })
  private int warmUp;

  @Option(
      names = "--signed",
      description = {
        "Sign every call in the client and check its signature in the gateway; without, the",
        "network is one that has no signatures, and all else is the same."
      })
  private boolean signed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The data directory, which stays, and may hold an earlier measurement with the same",
        "accounts (default: one in the place for temporary files, which is removed)."
      })
  private @Nullable Path data;

  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description = "Draw the memory of the process over time into DIR, as memory.svg.")
  private @Nullable Path plotDirectory;

  @Option(
      names = "--json",
      description = "Print the result as one JSON object; all else goes to stderr.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int most = rate == null ? 1_024 : TransferLoad.MOST_IN_FLIGHT;
    var load =
        new TransferLoad(
            accounts,
            active == null ? accounts : active,
            skew,
            inFlight == null ? most : inFlight,
            rate,
            warmUp,
            seconds,
            signed);
    if (plotDirectory == null) {
      return measure(load);
    }
    try (var memory = new MemoryWatch()) {
      int exitCode = measure(load);
      MemoryPlot.write(plotDirectory, memory.samples());
      return exitCode;
    } catch (IOException e) {
      throw new CliException(
          "PlotUnwritable",
          plotDirectory + " cannot be written (" + e + "): name another directory with --plot.");
    }
  }

  private int measure(TransferLoad load) {
    if (data != null) {
      DataDirectory.create(data);
    }
    Path directory = data == null ? DataDirectory.temporary() : data;
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    var display = new DemoDisplay(System.err, terminal);
    var benchmark = new TransferBenchmark(load, directory, display);
    try (var signal = new StopSignal(benchmark::stop)) {
      int exitCode;
      try {
        exitCode = measure(load, benchmark, display);
      } finally {
        if (data == null) {
          DataDirectory.clear(directory);
        }
      }
      signal.ended(exitCode);
      return exitCode;
    }
  }

  private int measure(TransferLoad load, TransferBenchmark benchmark, DemoDisplay display) {
    TransferResult result = benchmark.run();
    if (result == null) {
      display.say("Stopped before there was a result.");
      return 1;
    }
    print(load, result);
    return result.conserved() ? 0 : 1;
  }

  private void print(TransferLoad load, TransferResult result) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, object(load, result));
    } else {
      lines(load, result).forEach(out::println);
      out.flush();
    }
  }

  private static List<String> lines(TransferLoad load, TransferResult result) {
    var lines = new ArrayList<String>();
    lines.add(
        "transfers: %s, %,d of %,d accounts, %s, %s, %,d s"
            .formatted(
                name(load.skew()),
                load.active(),
                load.accounts(),
                load.rate() == null
                    ? "%,d in flight".formatted(load.inFlight())
                    : "%,d a second offered".formatted(load.rate()),
                load.signed() ? "signed" : "unsigned",
                load.seconds()));
    lines.add(
        "  %,.0f transfers/s, %,.0f events/s; %,.0f a second were sent"
            .formatted(
                result.transfersPerSecond(), result.eventsPerSecond(), result.offeredPerSecond()));
    var latency = result.latency();
    lines.add(
        "  latency p50 %,.1f ms, p99 %,.1f ms, p99.9 %,.1f ms, most %,.1f ms"
            .formatted(latency.p50(), latency.p99(), latency.p999(), latency.max()));
    lines.add(
        ("  %,d fsyncs of %,.2f ms, p99 %,.2f ms, %,.0f events each; %,.0f bytes of log and %,.1f µs of processor"
                + " a transfer")
            .formatted(
                result.log().fsyncs(),
                result.fsyncMillis(),
                result.log().forces().p99(),
                result.eventsPerFsync(),
                result.bytesPerTransfer(),
                result.cpuMicrosPerTransfer()));
    if (!result.refusals().isEmpty()) {
      lines.add("  refused: " + result.refusals());
    }
    if (result.underWay() > 0) {
      lines.add("  %,d transfers have not arrived".formatted(result.underWay()));
    }
    lines.add(
        "  conserved: %s: %s"
            .formatted(result.conserved() ? "yes" : "NO", result.conservation().sentence()));
    AuditCommand.lines(result.conservation().audit()).forEach(line -> lines.add("  " + line));
    if (!result.conserved()) {
      lines.add("  These figures do not count.");
    }
    return lines;
  }

  private static Map<String, @Nullable Object> object(TransferLoad load, TransferResult result) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("skew", name(load.skew()));
    object.put("accounts", load.accounts());
    object.put("active", load.active());
    object.put("in_flight", load.inFlight());
    object.put("rate", load.rate());
    object.put("signed", load.signed());
    object.put("seconds", rounded(result.nanos() / 1e9));
    object.put("transfers", result.arrived());
    object.put("transfers_per_second", rounded(result.transfersPerSecond()));
    object.put("offered_per_second", rounded(result.offeredPerSecond()));
    object.put("events_per_second", rounded(result.eventsPerSecond()));
    object.put("p50_ms", result.latency().p50());
    object.put("p99_ms", result.latency().p99());
    object.put("p999_ms", result.latency().p999());
    object.put("max_ms", result.latency().max());
    object.put("fsyncs", result.log().fsyncs());
    object.put("fsync_ms", rounded(result.fsyncMillis()));
    object.put("fsync_p50_ms", result.log().forces().p50());
    object.put("fsync_p99_ms", result.log().forces().p99());
    object.put("fsync_max_ms", result.log().forces().max());
    object.put("events_per_fsync", rounded(result.eventsPerFsync()));
    object.put("bytes_per_transfer", rounded(result.bytesPerTransfer()));
    object.put("cpu_us_per_transfer", rounded(result.cpuMicrosPerTransfer()));
    object.put("refused", result.refusals());
    object.put("not_arrived", result.underWay());
    object.put("transfers_in_log", result.conservation().transfers());
    object.put("conserved", result.conserved());
    object.put("conservation", result.conservation().sentence());
    object.put("audit", AuditCommand.object(result.conservation().audit()));
    return object;
  }

  private static String name(TransferLoad.Skew skew) {
    return skew.name().toLowerCase(Locale.ROOT);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
