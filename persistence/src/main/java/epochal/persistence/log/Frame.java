package epochal.persistence.log;

/**
 * A frame as read.
 *
 * @param count how many entries it has
 * @param entries what they are; until whoever has read the frame reads the next one
 */
record Frame(long address, FrameHeader header, int count, FrameEntries entries) {
  long end() {
    return address + header.frameBytes();
  }

  long endOffset() {
    return header.firstOffset() + count;
  }
}
