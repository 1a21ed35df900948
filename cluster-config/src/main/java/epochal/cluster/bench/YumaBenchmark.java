package epochal.cluster.bench;

import epochal.actors.host.CommonPool;
import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.PlainEpoch;
import epochal.subnets.yuma.YumaEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One epoch of one subnet, by the engine that a node runs and by the plain one that shows what it
 * computes. Every epoch is timed for itself, so that a median and a minimum mean something.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class YumaBenchmark {
  @Param("256")
  public int n;

  @Param("64")
  public int validators;

  @Param("YUMA2")
  public YumaMode mode = YumaMode.YUMA2;

  @Param("65535")
  public int bondsPenalty;

  @Param("100")
  public int densityPercent;

  @Param("1")
  public int threads;

  private YumaEngine engine = new YumaEngine();
  private EpochInput input = EpochInput.ofStake().build();

  /** Computes the epochs before, which begins to warm up the engine. */
  @Setup
  public void epochsBefore() {
    engine = new YumaEngine(new CommonPool(threads));
    input =
        YumaScenario.input(
            new YumaCase(n, validators, mode, bondsPenalty, densityPercent, threads), engine::run);
  }

  @Benchmark
  public EpochResult fast() {
    return engine.run(input);
  }

  @Benchmark
  public EpochResult plain() {
    return PlainEpoch.run(input);
  }
}
