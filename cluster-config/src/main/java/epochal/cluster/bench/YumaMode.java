package epochal.cluster.bench;

import java.util.Locale;

/** By which rules bonds and dividends are computed (spec 09 §3.9 to §3.11). */
public enum YumaMode {
  YUMA2,
  YUMA3,
  /** Yuma 3, and each bond moves at its own speed. */
  YUMA3_LIQUID;

  public boolean isYuma3() {
    return this != YUMA2;
  }

  public boolean isLiquid() {
    return this == YUMA3_LIQUID;
  }

  /** As it is written on the command line and in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
