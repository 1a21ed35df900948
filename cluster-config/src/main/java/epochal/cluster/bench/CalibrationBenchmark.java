package epochal.cluster.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Work that never changes, to tell a slower machine from a slower engine: four million steps, each
 * a few additions, shifts and multiplications of 64 bits that wait for the step before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalibrationBenchmark {
  static final int STEPS = 4_000_000;

  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  /** Read from a field, so that the compiler cannot compute the result in advance. */
  private long start = 42;

  @Benchmark
  public long loop() {
    long value = start;
    for (int step = 0; step < STEPS; step++) {
      value += GOLDEN;
      value = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
      value = (value ^ (value >>> 27)) * 0x94d0_49bb_1331_11ebL;
      value ^= value >>> 31;
    }
    return value;
  }
}
