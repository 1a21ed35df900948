package epochal.subnets.yuma;

import epochal.ledger.aggregate.Workers;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of Yuma consensus: who gets which part of a subnet's emission, computed from what its
 * validators think of its neurons. {@link PlainEpoch} tells what an epoch does and why, {@link
 * YumaEngine} how it is computed quickly.
 *
 * <p>For any number of threads at once. Each call takes an engine that nobody uses, with the
 * workspace that it has from earlier epochs, and gives it back; engines are left to the garbage
 * collector when memory is short.
 */
public final class YumaEpoch {
  /** The engine given back last comes first: its workspace is the one that caches may hold. */
  private static final ArrayDeque<SoftReference<YumaEngine>> IDLE = new ArrayDeque<>();

  private YumaEpoch() {}

  /** Computes one epoch; the same input always gives the same bits. */
  public static EpochResult run(EpochInput in) {
    return run(in, Workers.ONE);
  }

  /**
   * The same; the work of a large, dense epoch is shared, and the bits are the same for any number
   * of workers.
   */
  public static EpochResult run(EpochInput in, Workers workers) {
    YumaEngine engine = take();
    EpochResult result = engine.run(in, workers);
    engine.forget();
    if (engine.isWorthKeeping()) {
      giveBack(engine);
    }
    return result;
  }

  private static YumaEngine take() {
    synchronized (IDLE) {
      @Nullable SoftReference<YumaEngine> reference = IDLE.poll();
      while (reference != null) {
        YumaEngine engine = reference.get();
        if (engine != null) {
          return engine;
        }
        reference = IDLE.poll();
      }
    }
    return new YumaEngine();
  }

  private static void giveBack(YumaEngine engine) {
    synchronized (IDLE) {
      IDLE.push(new SoftReference<>(engine));
    }
  }
}
