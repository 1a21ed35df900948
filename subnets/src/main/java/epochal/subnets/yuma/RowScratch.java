package epochal.subnets.yuma;

import java.util.Arrays;

/** What one thread computes rows with, and what it adds up by row. */
final class RowScratch {
  /** By row: the weights within consensus, and what the bonds earn. */
  long[] trust = {};

  long[] earned = {};

  /** By cell; dividing a row takes the first two. */
  long[] first = {};

  long[] second = {};
  long[] third = {};
  long[] fourth = {};

  void begin(int rows, int width) {
    if (trust.length < rows) {
      trust = new long[rows];
      earned = new long[rows];
    }
    Arrays.fill(trust, 0, rows, 0);
    Arrays.fill(earned, 0, rows, 0);
    if (first.length < width) {
      first = new long[width];
      second = new long[width];
      third = new long[width];
      fourth = new long[width];
    }
  }
}
