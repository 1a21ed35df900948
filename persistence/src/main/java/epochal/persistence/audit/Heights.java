package epochal.persistence.audit;

import java.util.Arrays;

/** How high the network was before each record of a window, and whether it had begun. */
final class Heights {
  private final long height;
  private final boolean began;

  /** Of the emission's records, ascending. */
  private long[] positions = new long[4];

  /** After each of those. */
  private long[] heights = new long[4];

  private boolean[] beginnings = new boolean[4];
  private int count;

  /** Before the first record of the window. */
  Heights(long height, boolean began) {
    this.height = height;
    this.began = began;
  }

  /** After the emission's record at that position it is so. */
  void reached(long position, long high, boolean begun) {
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
      heights = Arrays.copyOf(heights, 2 * count);
      beginnings = Arrays.copyOf(beginnings, 2 * count);
    }
    positions[count] = position;
    heights[count] = high;
    beginnings[count++] = begun;
  }

  /** The last before a position, -1 if that is before all. */
  private int before(long position) {
    int found = Arrays.binarySearch(positions, 0, count, position);
    return (found >= 0 ? found : ~found) - 1;
  }

  long heightBefore(long position) {
    int at = before(position);
    return at < 0 ? height : heights[at];
  }

  boolean hadBegun(long position) {
    int at = before(position);
    return at < 0 ? began : beginnings[at];
  }

  /** At the end of the window, as far as it is known by now. */
  long height() {
    return heightBefore(Long.MAX_VALUE);
  }

  /** At the end of the window. */
  boolean began() {
    return hadBegun(Long.MAX_VALUE);
  }

  /** Whether no record of the window need be asked where it stands: nothing can have been late. */
  boolean isCertain(long block) {
    return began && block <= height;
  }
}
