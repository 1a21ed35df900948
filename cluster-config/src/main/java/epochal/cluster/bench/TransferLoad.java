package epochal.cluster.bench;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a node.
 *
 * @param accounts that the genesis funds
 * @param active how many of them send and receive
 * @param skew who sends to whom
 * @param inFlight transfers under way at any time, or at most if there is a rate
 * @param rate transfers offered a second, as a Poisson process, whatever becomes of those before;
 *     none to send the next when one is durable
 * @param warmUpSeconds that are not counted; a rate rises during the first half of them
 * @param seconds that are
 * @param signed whether calls are signed and their signatures checked
 */
public record TransferLoad(
    int accounts,
    int active,
    Skew skew,
    int inFlight,
    @Nullable Integer rate,
    int warmUpSeconds,
    int seconds,
    boolean signed) {

  /** The most transfers that can be under way. */
  public static final int MOST_IN_FLIGHT = 1 << 17;

  /** With more, a balance would be less than a few TAO. */
  public static final int MOST_ACCOUNTS = 4_000_000;

  /** Who sends to whom. */
  public enum Skew {
    /** Everyone to everyone alike. */
    UNIFORM,
    /** The k-th account sends and receives in proportion to 1 / k^0.99. */
    ZIPF,
    /** Everyone to one account. */
    HOT
  }

  public TransferLoad {
    require(accounts <= MOST_ACCOUNTS, "--accounts is at most " + MOST_ACCOUNTS + ".");
    require(active >= 2 && active <= accounts, "--active is 2 or more, and --accounts at most.");
    require(
        inFlight >= 1 && inFlight <= MOST_IN_FLIGHT,
        "--in-flight is between 1 and " + MOST_IN_FLIGHT + ".");
    require(rate == null || rate >= 1, "--rate is 1 or more.");
    require(seconds >= 1, "--seconds is 1 or more.");
    require(warmUpSeconds >= 0, "--warm-up is 0 or more.");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
