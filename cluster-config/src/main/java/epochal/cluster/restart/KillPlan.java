package epochal.cluster.restart;

/**
 * How often a node is killed, and under which load.
 *
 * @param rounds starts that end with a kill
 * @param accounts that the genesis funds and that transfer
 * @param inFlight transfers under way at any time
 * @param seconds under load before a node is killed, at most
 * @param seed chooses the moments of the kills and the transfers
 */
public record KillPlan(int rounds, int accounts, int inFlight, int seconds, long seed) {
  public KillPlan {
    require(rounds >= 1, "--rounds is 1 or more.");
    require(seconds >= 1 && seconds <= 600, "--seconds is between 1 and 600.");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
