package epochal.cluster.bench;

import epochal.cluster.bench.LogLogPlot.Point;
import epochal.cluster.bench.LogLogPlot.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Which cases show how the cost of an epoch grows, and the two plots of them: against the number of
 * neurons at full density, and against the density at the largest of those numbers. Both keep the
 * number of validators, so that the weights grow in proportion to the horizontal axis.
 *
 * @param sizes numbers of neurons
 * @param densities percent
 * @param bondsPenalty of all, in 65535ths
 */
public record YumaPlots(
    List<Integer> sizes,
    int validators,
    List<Integer> densities,
    List<YumaMode> modes,
    int bondsPenalty,
    int threads) {

  private static final String BY_NEURONS = "yuma-by-neurons.svg";
  private static final String BY_DENSITY = "yuma-by-density.svg";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int DENSE = 100;

  /** Every case that a plot has a point of, once. */
  public List<YumaCase> cases() {
    return modes.stream()
        .flatMap(
            mode ->
                Stream.concat(
                        sizes.stream().map(n -> subnet(n, mode, DENSE)),
                        densities.stream().map(density -> subnet(largest(), mode, density)))
                    .distinct())
        .toList();
  }

  private YumaCase subnet(int n, YumaMode mode, int density) {
    return new YumaCase(n, validators, mode, bondsPenalty, density, threads);
  }

  private int largest() {
    return sizes.stream().mapToInt(n -> n).max().orElseThrow();
  }

  /**
   * Writes the plots into a directory, which is made if it is missing.
   *
   * @param results of all {@link #cases}
   * @return the files
   */
  public List<Path> write(Path directory, List<Measured> results) throws IOException {
    LogLogPlot byNeurons =
        plot(
            "One epoch of Yuma consensus, %,d validators, every weight set".formatted(validators),
            "neurons",
            results.stream().filter(result -> result.subnet().densityPercent() == DENSE).toList(),
            YumaCase::n);
    LogLogPlot byDensity =
        plot(
            "One epoch of Yuma consensus, %,d neurons, %,d validators"
                .formatted(largest(), validators),
            "weights set, percent of all",
            results.stream().filter(result -> result.subnet().n() == largest()).toList(),
            YumaCase::densityPercent);
    Files.createDirectories(directory);
    return List.of(
        Files.writeString(directory.resolve(BY_NEURONS), byNeurons.svg()),
        Files.writeString(directory.resolve(BY_DENSITY), byDensity.svg()));
  }

  private static LogLogPlot plot(
      String title, String xLabel, List<Measured> results, ToIntFunction<YumaCase> x) {
    var lines = new TreeMap<YumaMode, Map<Integer, Double>>();
    for (Measured result : results) {
      lines
          .computeIfAbsent(result.subnet().mode(), mode -> new TreeMap<>())
          .put(x.applyAsInt(result.subnet()), result.fast().medianNs() / NANOS_PER_MILLI);
    }
    List<Double> ticks =
        results.stream()
            .map(result -> (double) x.applyAsInt(result.subnet()))
            .distinct()
            .sorted()
            .toList();
    return new LogLogPlot(
        title,
        xLabel,
        "median time, ms",
        ticks,
        lines.entrySet().stream()
            .map(
                line ->
                    new Series(
                        line.getKey().toString(),
                        line.getValue().entrySet().stream()
                            .map(point -> new Point(point.getKey(), point.getValue()))
                            .toList()))
            .toList());
  }
}
