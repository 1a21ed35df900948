package epochal.cluster.cli;

import epochal.cluster.bench.BenchmarkException;
import epochal.cluster.bench.Measured;
import epochal.cluster.bench.YumaCase;
import epochal.cluster.bench.YumaMeasurement;
import epochal.cluster.bench.YumaMode;
import epochal.cluster.bench.YumaPlots;
import epochal.cluster.bench.YumaTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures epochs of Yuma consensus. */
@Command(
    name = "yuma",
    mixinStandardHelpOptions = true,
    description = {
      "Measures with JMH how long one epoch of Yuma consensus takes, in subnets drawn",
      "from a fixed seed, with the bonds of the epochs before.",
      "",
      "The table compares with the plain engine, which computes the same bits step by",
      "step, and with a fixed loop of integer arithmetic, which tells a slow machine",
      "from a slow engine; that takes about four minutes. With --json or --plot only",
      "the engine is measured.",
      "",
      "Options that take several values take them separated by commas; every",
      "combination is measured."
    })
final class BenchYumaCommand implements Callable<Integer> {
  private static final List<Integer> SIZES = List.of(256, 1024, 4096);
  private static final List<Integer> PENALTIES = List.of(65_535, 32_767);
  private static final List<Integer> PLOTTED_SIZES = List.of(256, 512, 1024, 2048, 4096);
  private static final List<Integer> PLOTTED_DENSITIES = List.of(1, 2, 5, 10, 20, 50, 100);
  private static final int PLOTTED_VALIDATORS = 64;
  private static final double MOST_SECONDS = 600;
  private static final double MILLIS_PER_SECOND = 1_000;

  @Option(
      names = "--n",
      split = ",",
      paramLabel = "N",
      description = "Neurons (default: 256, 1024 and 4096; with --plot 512 and 2048 too).")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--validators",
      split = ",",
      paramLabel = "V",
      description =
          "Validators with a permit: one number for every --n, or one for each (default: 4 times"
              + " the root of n, which is 64, 128, 256; with --plot 64).")
  private List<Integer> validators = List.of();

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      description = "yuma2, yuma3 or yuma3_liquid (default: all three).")
  private List<YumaMode> modes = List.of();

  @Option(
      names = "--penalty",
      split = ",",
      paramLabel = "P",
      description =
          "The bonds penalty in 65535ths (default: 65535 and 32767; with --plot 65535 alone).")
  private List<Integer> penalties = List.of();

  @Option(
      names = "--density",
      split = ",",
      paramLabel = "PERCENT",
      description =
          "Of the other neurons, how many each validator has a weight for, 1 to 100 (default: 100;"
              + " with --plot 1, 2, 5, 10, 20, 50 and 100).")
  private List<Integer> densities = List.of();

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "1",
      description = "Threads of the engine (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description =
          "How long each case is measured, after as long to warm up; may be a fraction (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description =
          "Measure how the time grows and draw it into DIR: yuma-by-neurons.svg for every --n, and"
              + " yuma-by-density.svg for every --density at the largest --n.")
  private @Nullable Path plotDirectory;

  @Option(
      names = "--json",
      description = "Print one JSON array; with --density or --plot its objects tell the density.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new CliException("InvalidArgument", "--seconds is above 0 and at most 600.");
    }
    var measurement =
        new YumaMeasurement(Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND)));
    if (plotDirectory != null) {
      plot(plots(), measurement, plotDirectory);
    } else if (json) {
      print(measure(cases(), measurement::engine));
    } else {
      print(measure(cases(), measurement::comparing));
    }
    return 0;
  }

  private void plot(YumaPlots plots, YumaMeasurement measurement, Path directory) {
    List<Measured> results = measure(plots.cases(), measurement::engine);
    try {
      plots
          .write(directory, results)
          .forEach(file -> spec.commandLine().getErr().println("wrote " + file));
    } catch (IOException e) {
      throw new CliException(
          "PlotNotWritten",
          "The plots cannot be written into " + directory + "; choose another --plot. " + e);
    }
    print(results);
  }

  /** Every combination, sizes outermost. */
  private List<YumaCase> cases() {
    var cases = new ArrayList<YumaCase>();
    List<Integer> all = or(sizes, SIZES);
    if (validators.size() > 1 && validators.size() != all.size()) {
      throw new CliException(
          "InvalidArgument",
          "--validators takes one number for all %d of --n, or one for each; it got %d."
              .formatted(all.size(), validators.size()));
    }
    for (int i = 0; i < all.size(); i++) {
      int n = all.get(i);
      int permits =
          switch (validators.size()) {
            case 0 -> (int) Math.min(n, Math.round(4 * Math.sqrt(n)));
            case 1 -> validators.getFirst();
            default -> validators.get(i);
          };
      for (int density : or(densities, List.of(100))) {
        for (YumaMode mode : modes()) {
          for (int penalty : or(penalties, PENALTIES)) {
            cases.add(new YumaCase(n, permits, mode, penalty, density, threads));
          }
        }
      }
    }
    return cases.stream().distinct().toList();
  }

  private YumaPlots plots() {
    if (validators.size() > 1 || penalties.size() > 1) {
      throw new CliException(
          "InvalidArgument", "With --plot, --validators and --penalty take one number.");
    }
    return new YumaPlots(
        or(sizes, PLOTTED_SIZES),
        or(validators, List.of(PLOTTED_VALIDATORS)).getFirst(),
        or(densities, PLOTTED_DENSITIES),
        modes(),
        or(penalties, PENALTIES).getFirst(),
        threads);
  }

  private List<YumaMode> modes() {
    return or(modes, Arrays.asList(YumaMode.values()));
  }

  private static <T> List<T> or(List<T> given, List<T> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private List<Measured> measure(List<YumaCase> cases, Function<YumaCase, Measured> measurement) {
    var progress = spec.commandLine().getErr();
    var results = new ArrayList<Measured>();
    for (YumaCase subnet : cases) {
      progress.println("%d of %d: %s".formatted(results.size() + 1, cases.size(), subnet));
      progress.flush();
      try {
        results.add(measurement.apply(subnet));
      } catch (BenchmarkException e) {
        throw new CliException("BenchmarkFailed", String.valueOf(e.getMessage()));
      }
    }
    return results;
  }

  private void print(List<Measured> results) {
    var out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, results.stream().map(this::object).toList());
    } else {
      YumaTable.lines(results).forEach(out::println);
      out.flush();
    }
  }

  private Map<String, Object> object(Measured result) {
    YumaCase subnet = result.subnet();
    var object = new LinkedHashMap<String, Object>();
    object.put("n", subnet.n());
    object.put("validators", subnet.validators());
    object.put("mode", subnet.mode().toString());
    object.put("bonds_penalty", subnet.bondsPenalty());
    if (plotDirectory != null || !densities.isEmpty()) {
      object.put("density_percent", subnet.densityPercent());
    }
    object.put("threads", subnet.threads());
    object.put("median_ns", result.fast().medianNs());
    object.put("min_ns", result.fast().minNs());
    return object;
  }
}
