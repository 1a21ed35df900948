package epochal.subnets.emission;

import epochal.ledger.id.Netuid;

/**
 * Which block runs an epoch (spec 02 §6.1): one in {@code tempo + 1} blocks, neighbouring subnets
 * one block apart, the higher netuid earlier. A tempo of 0 never runs.
 */
public final class Tempo {
  private Tempo() {}

  public static boolean isDue(Netuid netuid, int tempo, long block) {
    return tempo != 0 && (block + netuid.value() + 2) % (tempo + 1L) == 0;
  }

  /** The first block after {@code block} that runs an epoch; {@link Long#MAX_VALUE} for never. */
  public static long next(Netuid netuid, int tempo, long block) {
    if (tempo == 0) {
      return Long.MAX_VALUE;
    }
    long period = tempo + 1L;
    return block + period - (block + netuid.value() + 2) % period;
  }
}
