package epochal.persistence.log;

import java.util.Arrays;

/** Finds the frame of an offset nearly: it remembers one frame in every 64 KiB. */
final class OffsetIndex {
  private static final int SPACING = 1 << 16;

  // Guarded by this.
  private long[] offsets = new long[64];
  private long[] addresses = new long[64];
  private int count;

  synchronized void add(long offset, long address) {
    if (count > 0 && address - addresses[count - 1] < SPACING) {
      return;
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      addresses = Arrays.copyOf(addresses, count * 2);
    }
    offsets[count] = offset;
    addresses[count++] = address;
  }

  /** The address of a frame at or before the one that holds an offset. */
  synchronized long addressBefore(long offset) {
    int found = Arrays.binarySearch(offsets, 0, count, offset);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? 0 : addresses[at];
  }
}
