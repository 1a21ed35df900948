package epochal.cluster.demo;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import java.nio.ByteBuffer;

/**
 * How good miners are, which nobody in the network is told: validators find out by asking, with
 * noise. Everything follows from keys and block numbers, so that a run can be repeated.
 */
final class Quality {
  private static final int BEST = 1_000;
  private static final int NOISE = 100;

  private Quality() {}

  /** A miner's quality in thousandths, 50 to 1,000. */
  static int of(AccountId miner) {
    return 50 + below(BEST - 49, miner.bytes());
  }

  /** What one validator measures at one time, within a tenth of the truth. */
  static int measured(AccountId validator, AccountId miner, long block) {
    int noise = below(2 * NOISE + 1, validator.bytes(), miner.bytes(), bytes(block)) - NOISE;
    return Math.max(1, of(miner) + of(miner) * noise / BEST);
  }

  /** A number below {@code bound} that follows from these bytes. */
  static int below(int bound, byte[]... from) {
    return (int) Long.remainderUnsigned(Blake2b.hash256(from).a(), bound);
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
