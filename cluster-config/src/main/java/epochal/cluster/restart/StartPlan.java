package epochal.cluster.restart;

/**
 * Which starts are measured.
 *
 * @param accounts that the genesis funds
 * @param events that the log has at least
 * @param starts how many are measured
 * @param killed whether the node before each was killed under load, or else stopped in order
 */
public record StartPlan(int accounts, long events, int starts, boolean killed) {
  public StartPlan {
    require(events >= 1, "--events is 1 or more.");
    require(starts >= 1, "--starts is 1 or more.");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
