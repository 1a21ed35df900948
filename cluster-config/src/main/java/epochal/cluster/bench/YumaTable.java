package epochal.cluster.bench;

import epochal.cluster.bench.Measured.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;

/** Results as lines that a person can read, times in milliseconds. */
public final class YumaTable {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String CASE = "%6s  %10s  %7s  %-12s  %7s  %7s  %10s  %10s";
  private static final String COMPARED = CASE + "  %10s  %10s";

  private YumaTable() {}

  /** A row for each case; if they were compared, a line on the calibration loop under them. */
  public static List<String> lines(List<Measured> results) {
    var lines = new ArrayList<String>();
    boolean compared = results.stream().allMatch(result -> result.comparison() != null);
    lines.add(
        (compared ? COMPARED : CASE)
            .formatted(
                "n",
                "validators",
                "density",
                "mode",
                "penalty",
                "threads",
                "median ms",
                "min ms",
                "plain ms",
                "plain/fast"));
    results.forEach(result -> lines.add(line(result, compared)));
    if (compared && !results.isEmpty()) {
      lines.add("");
      lines.add(calibration(results));
    }
    return lines;
  }

  private static String line(Measured result, boolean compared) {
    YumaCase subnet = result.subnet();
    Object[] cells = {
      subnet.n(),
      subnet.validators(),
      subnet.densityPercent() + " %",
      subnet.mode(),
      subnet.bondsPenalty(),
      subnet.threads(),
      millis(result.fast().medianNs()),
      millis(result.fast().minNs()),
      null,
      null
    };
    if (compared) {
      Timing plain = Objects.requireNonNull(result.comparison()).plain();
      cells[8] = millis(plain.medianNs());
      cells[9] = decimals((double) plain.medianNs() / result.fast().medianNs(), 2);
    }
    return (compared ? COMPARED : CASE).formatted(cells);
  }

  private static String calibration(List<Measured> results) {
    long[] medians =
        results.stream()
            .map(result -> Objects.requireNonNull(result.comparison()))
            .map(Comparison::calibration)
            .mapToLong(Timing::medianNs)
            .sorted()
            .toArray();
    long least = LongStream.of(medians).min().orElseThrow();
    long most = LongStream.of(medians).max().orElseThrow();
    return "calibration: %,d integer steps take %s ms (%s to %s ms beside the cases)"
        .formatted(
            CalibrationBenchmark.STEPS,
            millis(medians[medians.length / 2]),
            millis(least),
            millis(most));
  }

  private static String millis(long nanos) {
    return decimals(nanos / NANOS_PER_MILLI, 3);
  }

  private static String decimals(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
