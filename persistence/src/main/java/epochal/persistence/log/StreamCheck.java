package epochal.persistence.log;

/**
 * Whether the entries of a log continue their streams. Told of every frame from the beginning, or
 * from where it knows what was before.
 */
@FunctionalInterface
interface StreamCheck {
  /** Verifies only what needs no memory of streams. */
  StreamCheck NONE = (frame, segment) -> {};

  /**
   * Takes in the next frame, after making sure that it continues each of its streams.
   *
   * @param segment where the frame's segment begins
   */
  void next(Frame frame, long segment) throws BadFrame;

  /**
   * Whether an entry is the next of its stream.
   *
   * @param sequence of the entry before it, 0 if there is none
   * @param address of the frame of that
   */
  static void requireNext(Frame frame, int index, long sequence, long address) throws BadFrame {
    FrameEntries entries = frame.entries();
    if (entries.sequence(index) != sequence + 1) {
      throw new BadFrame(
          LogFinding.Kind.CONTENT,
          "entry %d of %s was expected, and entry %d is there"
              .formatted(sequence + 1, entries.name(index).text(), entries.sequence(index)));
    }
    if (sequence > 0 && frame.address() - entries.link(index) != address) {
      throw new BadFrame(
          LogFinding.Kind.CONTENT,
          "entry %d of %s points to the wrong place for the entry before it"
              .formatted(sequence + 1, entries.name(index).text()));
    }
  }
}
