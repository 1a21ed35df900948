package epochal.cluster.cli;

import epochal.actors.simulator.Faults;
import epochal.actors.simulator.RandomWorkload;
import epochal.actors.simulator.Simulation;
import epochal.actors.simulator.SimulationReport;
import epochal.cluster.demo.DemoDisplay;
import epochal.persistence.genesis.Genesis;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a network in the simulator. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a whole network in one thread from one seed, with delay, loss, duplication, crash and",
      "restart, and audits every record as it is written. The same seed gives the same hash on any",
      "machine."
    })
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "What everything is drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many blocks (default: ${DEFAULT-VALUE}).")
  private long blocks;

  @Option(
      names = "--faults",
      paramLabel = "LEVEL",
      defaultValue = "light",
      description = "none, light or heavy (default: ${DEFAULT-VALUE}).")
  private Faults.Level faults = Faults.Level.LIGHT;

  @Option(
      names = "--genesis",
      paramLabel = "NAME|FILE",
      defaultValue = "dev",
      description = "finney, dev, or a genesis file (default: ${DEFAULT-VALUE}).")
  private String genesisName = "dev";

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "8",
      description = "Calls that people make a block (default: ${DEFAULT-VALUE}).")
  private int calls;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (blocks < 1 || calls < 0) {
      throw new CliException("InvalidArgument", "--blocks is 1 or more, --calls 0 or more.");
    }
    Genesis genesis = Genesis.named(genesisName);
    long start = System.nanoTime();
    var people = new RandomWorkload(genesis, calls);
    var progress = new DemoDisplay(System.err, System.console() != null);
    SimulationReport report =
        new Simulation(genesis, seed, faults)
            .run(
                blocks,
                (height, simulation, random) -> {
                  people.atBlock(height, simulation, random);
                  progress.tick("block %,d of %,d".formatted(height, blocks));
                });
    double seconds = (System.nanoTime() - start) / 1e9;
    var object = new LinkedHashMap<String, Object>();
    object.put("seed", seed);
    object.put("genesis", genesis.name());
    object.put("faults", faults.name().toLowerCase(Locale.ROOT));
    object.put("blocks", report.blocks());
    object.put("events", report.events());
    object.put("crashes", report.crashes());
    object.put("epochs", report.audit().epochsRecomputed());
    object.put("state_hash", report.stateHash());
    object.put("violations", report.violations());
    object.put("blocks_per_second", Math.round(report.blocks() / seconds * 10) / 10.0);
    object.put("events_per_second", Math.round(report.events() / seconds));
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, object);
    } else {
      object.forEach((name, value) -> out.println("%-18s %s".formatted(name, value)));
      out.flush();
    }
    return report.violations().isEmpty() ? 0 : 1;
  }
}
