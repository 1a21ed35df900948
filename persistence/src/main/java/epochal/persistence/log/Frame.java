package epochal.persistence.log;

import java.util.List;

/**
 * A frame as read.
 *
 * @param links for each entry the distance, in bytes, back to the frame that holds the entry of the
 *     same stream before it: 0 for this frame itself, and for a stream's first entry
 * @param number of the one stream of all entries within its segment; -1 if they are of several
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(
    long address, FrameHeader header, List<StoredEntry> entries, long[] links, int number) {
  long end() {
    return address + header.frameBytes();
  }

  long endOffset() {
    return header.firstOffset() + entries.size();
  }
}
