package epochal.persistence.log;

/**
 * Tells a group that a crash interrupted from damage done to what was durable, when a frame of the
 * last segment is bad.
 *
 * <p>The disk may write the parts of one group in any order, so that a whole frame may stand behind
 * a hole. Every frame says where its group begins, and nothing of a group is written before all of
 * the one before it is durable. Therefore a later frame whose group begins behind the bad place
 * proves that what is bad was durable once: damage. When the later frame belongs to the same group,
 * the bad place must be a hole: what never reached the disk reads as zeros, sector by sector. Bad
 * bytes without a hole were changed after they were written, and frames that do not stand where
 * they were written show that bytes were lost or added.
 *
 * <p>Frames are looked for at every byte, since the length of the bad one cannot be trusted. A copy
 * of an older frame may well lie within a payload; it tells nothing, and its offset gives it away.
 */
final class TornTails {
  private static final int SECTOR_BYTES = 512;
  private static final int BUFFER_BYTES = 1 << 20;

  private TornTails() {}

  /**
   * @param bad address of the bad frame
   * @param offset of the first entry that belongs there
   * @param end address of the end of its segment, which is the last one
   */
  static boolean isTorn(ReadFiles files, long bad, long offset, long end) {
    var reader = new FrameReader(files, BUFFER_BYTES);
    long firstWhole = -1;
    for (long at = bad; at <= end - FrameHeader.MIN_BYTES; at++) {
      if (reader.octet(at, end) != FrameHeader.MAGIC) {
        continue;
      }
      FrameHeader header = reader.header(at, end);
      if (header == null || header.firstOffset() <= offset) {
        continue;
      }
      long written = header.addressNear(at);
      if (written != at || written - header.groupDistance() > bad) {
        return false;
      }
      firstWhole = firstWhole < 0 ? at : firstWhole;
    }
    return firstWhole < 0 || hasHole(files, bad, firstWhole);
  }

  private static boolean hasHole(ReadFiles files, long from, long to) {
    var reader = new FrameReader(files, BUFFER_BYTES);
    long segment = files.startOf(from);
    boolean zeros = true;
    for (long at = from; at < to; at++) {
      zeros &= reader.octet(at, to) == 0;
      if ((at + 1 - segment) % SECTOR_BYTES == 0 || at + 1 == to) {
        if (zeros) {
          return true;
        }
        zeros = true;
      }
    }
    return false;
  }
}
