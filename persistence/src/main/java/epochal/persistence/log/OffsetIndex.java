package epochal.persistence.log;

import java.util.Arrays;

/**
 * Finds the segment of an offset. Who reads all streams begins at the beginning of a segment
 * anyway, since that is where its streams are named.
 */
final class OffsetIndex {
  // Guarded by this.
  private long[] offsets = new long[64];
  private long[] addresses = new long[64];
  private int count;

  /**
   * Adds a segment behind all others; again is as good as once.
   *
   * @param offset of its first entry
   * @param address where it begins
   */
  synchronized void add(long offset, long address) {
    if (count > 0 && address <= addresses[count - 1]) {
      return;
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      addresses = Arrays.copyOf(addresses, count * 2);
    }
    offsets[count] = offset;
    addresses[count++] = address;
  }

  /** The address of the segment that holds an offset. */
  synchronized long addressBefore(long offset) {
    int found = Arrays.binarySearch(offsets, 0, count, offset);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? 0 : addresses[at];
  }
}
