package epochal.cluster.bench;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Keeps what JMH tells, instead of printing it, for the case that a run fails. */
final class RunnerOutput implements OutputFormat {
  private final StringBuilder text = new StringBuilder();

  /** Why the run failed, as far as JMH and the JVM that it started told. */
  synchronized String reason() {
    String told = text.toString().strip();
    if (told.contains("OutOfMemoryError")) {
      return "It does not fit into the memory: take a smaller one, or set EPOCHAL_JAVA_OPTS=-Xmx8g.";
    }
    return told.isEmpty() ? "JMH did not say why." : "JMH says:\n" + told;
  }

  @Override
  public synchronized void print(String string) {
    text.append(string);
  }

  @Override
  public synchronized void println(String string) {
    text.append(string).append('\n');
  }

  @Override
  public void verbosePrintln(String string) {
    println(string);
  }

  @Override
  public synchronized void write(int character) {
    text.append((char) character);
  }

  @Override
  public void write(byte[] bytes) {
    print(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams parameters, int iteration) {}

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams parameters, int iteration, IterationResult data) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
