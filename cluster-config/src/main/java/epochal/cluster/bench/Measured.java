package epochal.cluster.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one case came to.
 *
 * @param comparison null if only the engine was measured
 */
public record Measured(YumaCase subnet, Timing fast, @Nullable Comparison comparison) {

  /**
   * What was measured beside the engine and right before or after it.
   *
   * @param plain the plain engine
   * @param calibration the fixed loop
   */
  public record Comparison(Timing plain, Timing calibration) {}
}
