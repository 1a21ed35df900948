package epochal.persistence.log;

import java.util.Arrays;

/**
 * The names of streams as a reader of frames knows them. A segment names a stream once and gives it
 * the next number, 0, 1, 2 …; after that the number stands for it, until the segment ends.
 */
interface StreamNames {

  /** Told before each frame in which segment it is. */
  void enter(long segmentStart);

  /** The stream with a number in this segment. */
  StreamName numbered(long number) throws BadFrame;

  /** Takes in a name, and answers its number. */
  int define(StreamName name);

  /** For whoever reads segments from their beginnings. */
  static StreamNames ofSegment() {
    return new OfSegment();
  }

  /** For whoever reads frames of one stream alone, here and there. */
  static StreamNames only(StreamName name) {
    return new Only(name);
  }

  /** Knows all names of the segment that is being read. */
  final class OfSegment implements StreamNames {
    /** Not a list: what that answers is looked at, and is in no cache. */
    private StreamName[] names = new StreamName[64];

    private int count;
    private long segment = -1;

    @Override
    public void enter(long segmentStart) {
      if (segmentStart != segment) {
        segment = segmentStart;
        count = 0;
      }
    }

    @Override
    public StreamName numbered(long number) throws BadFrame {
      if (number < 0 || number >= count) {
        throw FrameInput.malformed("it is of stream " + number + " of its segment, not named yet");
      }
      return names[(int) number];
    }

    int count() {
      return count;
    }

    @Override
    public int define(StreamName name) {
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
      }
      names[count] = name;
      return count++;
    }
  }

  /** Takes every number for the one stream. */
  record Only(StreamName name) implements StreamNames {
    @Override
    public void enter(long segmentStart) {}

    @Override
    public StreamName numbered(long number) {
      return name;
    }

    @Override
    public int define(StreamName defined) {
      return 0;
    }
  }
}
