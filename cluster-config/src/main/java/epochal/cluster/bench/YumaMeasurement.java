package epochal.cluster.bench;

import epochal.cluster.bench.Measured.Comparison;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures one case with JMH: the engine, and when comparing also the plain engine and the
 * calibration loop, each in a JVM of its own, one right after the other. Machines drift over
 * minutes, so only what was measured side by side may be divided by each other.
 *
 * <p>A benchmark is warmed up for as long as it is measured, and measured three times at least. The
 * loop, which is soon compiled and never slower than a few milliseconds, is measured for less.
 */
public final class YumaMeasurement {
  private static final int ITERATIONS = 3;
  private static final Duration LOOP_TIME = Duration.ofMillis(200);
  private static final String FAST = YumaBenchmark.class.getName() + ".fast";
  private static final String PLAIN = YumaBenchmark.class.getName() + ".plain";
  private static final String LOOP = CalibrationBenchmark.class.getName() + ".loop";

  /** How arguments of this JVM begin that are about its own files or streams, or its debugger. */
  private static final List<String> OWN =
      List.of(
          "-XX:SharedArchiveFile",
          "-XX:ArchiveClassesAtExit",
          "-XX:+AutoCreateSharedArchive",
          "-Xshare",
          "-Xlog",
          "-agentlib",
          "-agentpath",
          "-javaagent");

  private final Duration measured;

  /**
   * @param measured how long each benchmark runs after it has warmed up
   */
  public YumaMeasurement(Duration measured) {
    this.measured = measured;
    // JMH leaves its JVM running when this one is told to end.
    Runtime.getRuntime().addShutdownHook(new Thread(YumaMeasurement::endForkedJvms));
  }

  private static void endForkedJvms() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Measures the engine alone.
   *
   * @throws BenchmarkException if a JVM failed, for lack of memory for instance
   */
  public Measured engine(YumaCase subnet) {
    return new Measured(subnet, timing(run(subnet, measured, FAST), FAST), null);
  }

  /**
   * Measures the engine, the plain engine and the calibration loop.
   *
   * @throws BenchmarkException if a JVM failed, for lack of memory for instance
   */
  public Measured comparing(YumaCase subnet) {
    Map<String, RunResult> results = run(subnet, measured, FAST, PLAIN);
    Duration loopTime = measured.compareTo(LOOP_TIME) < 0 ? measured : LOOP_TIME;
    return new Measured(
        subnet,
        timing(results, FAST),
        new Comparison(timing(results, PLAIN), timing(run(subnet, loopTime, LOOP), LOOP)));
  }

  private static Map<String, RunResult> run(YumaCase subnet, Duration time, String... benchmarks) {
    // JMH's lock on the machine would refuse a run while another user's file lies there.
    System.setProperty("jmh.ignoreLock", "true");
    var output = new RunnerOutput();
    try {
      Collection<RunResult> results = new Runner(options(subnet, time, benchmarks), output).run();
      return results.stream()
          .collect(Collectors.toMap(result -> result.getParams().getBenchmark(), r -> r));
    } catch (RunnerException e) {
      throw new BenchmarkException(subnet + " could not be measured. " + output.reason(), e);
    }
  }

  private static Options options(YumaCase subnet, Duration time, String... benchmarks) {
    var options =
        new OptionsBuilder()
            .forks(1)
            .jvmArgs(forkedJvmArguments())
            .warmupIterations(1)
            .warmupTime(part(time, 1))
            .measurementIterations(ITERATIONS)
            .measurementTime(part(time, ITERATIONS))
            .shouldFailOnError(true)
            .param("n", String.valueOf(subnet.n()))
            .param("validators", String.valueOf(subnet.validators()))
            .param("mode", subnet.mode().name())
            .param("bondsPenalty", String.valueOf(subnet.bondsPenalty()))
            .param("densityPercent", String.valueOf(subnet.densityPercent()))
            .param("threads", String.valueOf(subnet.threads()));
    for (String name : benchmarks) {
      options.include("^" + name.replace(".", "\\.") + "$");
    }
    return options.build();
  }

  private static TimeValue part(Duration time, int of) {
    return new TimeValue(Math.max(1, time.toNanos() / of), TimeUnit.NANOSECONDS);
  }

  /** As this JVM: the heap above all, and whatever else its user chose. */
  private static String[] forkedJvmArguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> OWN.stream().noneMatch(argument::startsWith))
        .toArray(String[]::new);
  }

  private static Timing timing(Map<String, RunResult> results, String benchmark) {
    RunResult result = results.get(benchmark);
    if (result == null) {
      throw new IllegalStateException("JMH did not run " + benchmark);
    }
    Statistics nanos = result.getPrimaryResult().getStatistics();
    return new Timing(
        Math.round(nanos.getPercentile(50)), Math.round(nanos.getMin()), nanos.getN());
  }
}
