package epochal.cluster.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws who sends to whom, by the numbers of the accounts; the same seed draws the same. */
final class TransferPairs {
  private static final double ZIPF_EXPONENT = 0.99;

  private final TransferLoad.Skew skew;
  private final int active;
  private final SplittableRandom random;

  /** For each account the chance that it or one before it is drawn; empty unless that is uneven. */
  private final double[] upTo;

  private int from;
  private int to;

  TransferPairs(TransferLoad.Skew skew, int active, long seed) {
    this.skew = skew;
    this.active = active;
    this.random = new SplittableRandom(seed);
    this.upTo = skew == TransferLoad.Skew.ZIPF ? zipf(active) : new double[0];
  }

  private static double[] zipf(int count) {
    double[] upTo = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.pow(i + 1, -ZIPF_EXPONENT);
      upTo[i] = sum;
    }
    for (int i = 0; i < count; i++) {
      upTo[i] /= sum;
    }
    return upTo;
  }

  /** Draws the next two, who are not the same. */
  void next() {
    switch (skew) {
      case UNIFORM -> {
        from = random.nextInt(active);
        to = random.nextInt(active - 1);
        if (to >= from) {
          to++;
        }
      }
      case ZIPF -> {
        from = uneven();
        do {
          to = uneven();
        } while (to == from);
      }
      case HOT -> {
        from = 1 + random.nextInt(active - 1);
        to = 0;
      }
    }
  }

  private int uneven() {
    int found = Arrays.binarySearch(upTo, random.nextDouble());
    return Math.min(found < 0 ? -found - 1 : found, active - 1);
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The time to the next arrival of a Poisson process, in nanoseconds. */
  long gap(double meanNanos) {
    return (long) (-Math.log1p(-random.nextDouble()) * meanNanos);
  }
}
