package epochal.subnets.yuma;

/**
 * Which entries of a row count in an epoch. An entry for a column that was registered since it was
 * made is for somebody who is no longer there.
 */
final class RowMask {
  final long[] registered;

  /** Bonds to columns that were registered in this block or later do not count; unsigned. */
  final long bondsBefore;

  /** The same for the weights of the row. */
  long registeredBefore;

  /** The column that the row's weights may not mention, or -1. */
  int self;

  private final EpochInput in;

  /** The block of the latest registration. */
  private final long latest;

  RowMask(EpochInput in) {
    this.in = in;
    registered = in.blockAtRegistration();
    long max = 0;
    for (long block : registered) {
      max = Math.max(max, block);
    }
    latest = max;
    // Unsigned: a last epoch at the last block makes this 2^63.
    bondsBefore =
        in.lastEpochBlock() == 0
            ? Math.max(0, in.currentBlock() - in.parameters().tempo())
            : in.lastEpochBlock() + 1;
  }

  /** Turns to the row of a neuron. */
  RowMask of(int uid) {
    self = in.isOwner(uid) ? -1 : uid;
    registeredBefore = in.lastUpdate()[uid];
    if (in.parameters().commitReveal() && in.commitBlocks()[uid] < registeredBefore) {
      registeredBefore = in.commitBlocks()[uid] + 1;
    }
    return this;
  }

  /** Puts something else into the cells of a dense row whose weights do not count. */
  void clearWeights(int[] row, int cleared) {
    if (self >= 0) {
      row[self] = cleared;
    }
    if (latest >= registeredBefore) {
      for (int column = 0; column < registered.length; column++) {
        if (registered[column] >= registeredBefore) {
          row[column] = cleared;
        }
      }
    }
  }

  /** Makes 0 of the bonds in a dense row that do not count. */
  void clearBonds(int[] row) {
    if (Long.compareUnsigned(latest, bondsBefore) >= 0) {
      for (int column = 0; column < registered.length; column++) {
        if (Long.compareUnsigned(registered[column], bondsBefore) >= 0) {
          row[column] = 0;
        }
      }
    }
  }

  boolean countsWeight(int column) {
    return column < registered.length && column != self && registered[column] < registeredBefore;
  }

  boolean countsBond(int column) {
    return column < registered.length && keepsBond(column);
  }

  /** Whether a bond counts, or is to a column that does not exist, as if from block 0. */
  boolean keepsBond(int column) {
    long since = column < registered.length ? registered[column] : 0;
    return Long.compareUnsigned(since, bondsBefore) < 0;
  }
}
