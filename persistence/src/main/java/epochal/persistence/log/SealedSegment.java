package epochal.persistence.log;

import java.util.List;

/**
 * What the index knows of a segment that is finished, as it was at the moment when it was finished.
 *
 * @param begin where the segment begins
 * @param mark where it ends
 * @param streams all that have an entry in it
 */
record SealedSegment(DurableEnd.Position begin, IndexMark mark, List<Ended> streams) {

  /**
   * A stream at the end of the segment.
   *
   * @param sequence of its last entry
   * @param address of that entry's frame
   * @param attentionBefore whether it asked for attention where the segment begins
   * @param firstMark number of the first of the marks; the nth is of entry n × the stride
   * @param marks addresses of marked frames within the segment
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ended(
      StreamHead head,
      long sequence,
      long address,
      boolean attention,
      boolean attentionBefore,
      long firstMark,
      long[] marks) {}
}
