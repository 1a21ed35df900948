package epochal.cluster.cli;

import epochal.actors.clock.Pace;
import epochal.cluster.demo.CabalReport;
import epochal.cluster.demo.Demo;
import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.id.Netuid;
import epochal.persistence.audit.LogAudit;
import epochal.persistence.genesis.Genesis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node with a population. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a node on an embedded journal, imports a genesis, and lets a population live in it.",
      "Run again, it goes on where it was. Ctrl-C stops it cleanly."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--genesis",
      paramLabel = "NAME|FILE",
      defaultValue = "finney",
      description = "finney, dev, or a genesis file (default: ${DEFAULT-VALUE}).")
  private String genesisName = "finney";

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "Stop after so many blocks and audit the log; without, run until Ctrl-C.")
  private @Nullable Long blocks;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory (default: epochal-data/GENESIS).")
  private @Nullable Path data;

  @Option(names = "--fresh", description = "Remove what is in the data directory and begin anew.")
  private boolean fresh;

  @Option(
      names = "--block-time",
      paramLabel = "MS",
      description = "Milliseconds between blocks (default: as fast as the machine allows).")
  private @Nullable Long blockTime;

  @Option(
      names = "--json",
      description =
          "Print the result as one JSON object on the last line; all else goes to stderr.")
  private boolean json;

  @Option(
      names = "--acknowledged",
      hidden = true,
      paramLabel = "FILE",
      description = "Append every acknowledged call to this file: its id, entity and sequence.")
  private @Nullable Path acknowledged;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (blocks != null && blocks < 1) {
      throw new CliException(
          "InvalidArgument", "--blocks is 1 or more; leave it out to run until Ctrl-C.");
    }
    if (blockTime != null && blockTime < 1) {
      throw new CliException("InvalidArgument", "--block-time is 1 millisecond or more.");
    }
    Genesis genesis = Genesis.named(genesisName);
    Path directory = data == null ? Path.of("epochal-data", genesis.name()) : data;
    if (fresh) {
      DataDirectory.clear(directory);
    }
    DataDirectory.prepare(directory, genesis);
    boolean terminal = !json && System.console() != null && !"dumb".equals(System.getenv("TERM"));
    var display = new DemoDisplay(json ? System.err : System.out, terminal);
    Pace pace = blockTime == null ? Pace.fast() : Pace.every(Duration.ofMillis(blockTime));
    var demo = new Demo(genesis, directory, pace, display, acknowledged);
    Demo.Result result;
    try (var signal = new StopSignal(demo::stop)) {
      result = demo.run(blocks == null ? Long.MAX_VALUE / 2 : blocks);
      if (blocks == null || result.blocks() < blocks) {
        display.say(
            "Stopped at block %,d; run again to go on, or prove it: epochal audit --data %s"
                .formatted(result.block(), directory));
        if (json) {
          Json.print(spec.commandLine().getOut(), object(genesis, result, null));
        }
        int exitCode = blocks == null ? 0 : 1;
        signal.ended(exitCode);
        return exitCode;
      }
    }
    display.say("");
    display.say(
        "%,d blocks in %,d.%03d s. Auditing the log."
            .formatted(result.blocks(), result.millis() / 1_000, result.millis() % 1_000));
    LogAudit.Outcome audit = AuditCommand.audit(directory, display);
    if (json) {
      Json.print(spec.commandLine().getOut(), object(genesis, result, audit));
    } else {
      AuditCommand.lines(audit).forEach(display::say);
    }
    return audit.ok() ? 0 : 1;
  }

  private static Map<String, @Nullable Object> object(
      Genesis genesis, Demo.Result result, LogAudit.@Nullable Outcome audit) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("block", result.block());
    object.put("network", genesis.network().network().hex());
    object.put("genesis", genesis.name());
    object.put("issuance_rao", result.issuance());
    object.put("accounts", result.accounts());
    object.put("validators", result.validators());
    object.put("subnets", result.subnets());
    object.put("blocks", result.blocks());
    object.put("blocks_per_second", rate(result.blocks(), result.millis()));
    object.put("epochs", audit == null ? null : audit.report().epochsRecomputed());
    object.put("events", audit == null ? null : audit.report().events());
    object.put("calls_obeyed", result.callsObeyed());
    object.put("calls_refused", result.callsRefused());
    var cabal = cabal(result.cabal());
    var bySubnet = new LinkedHashMap<Netuid, Object>();
    result.cabalBySubnet().forEach((netuid, standing) -> bySubnet.put(netuid, cabal(standing)));
    cabal.put("by_subnet", bySubnet);
    object.put("cabal", cabal);
    object.put("audit", audit == null ? null : AuditCommand.object(audit));
    return object;
  }

  private static Map<String, Object> cabal(CabalReport.Standing standing) {
    var object = new LinkedHashMap<String, Object>();
    object.put("stake_share", ratio(standing.stake()));
    object.put("dividend_share", ratio(standing.dividends()));
    object.put("incentive_share", ratio(standing.incentive()));
    object.put("miners_share", ratio(standing.minersShare()));
    return object;
  }

  private static double ratio(long millionths) {
    return millionths / (double) CabalReport.WHOLE;
  }

  private static double rate(long count, long millis) {
    return millis == 0 ? 0 : Math.round(count * 10_000.0 / millis) / 10.0;
  }
}
