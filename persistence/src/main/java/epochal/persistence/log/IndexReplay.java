package epochal.persistence.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills an index from a log that is read in order to be opened. */
final class IndexReplay implements StreamCheck {
  private final StreamIndex index;

  /** By number in the segment that is being read. */
  private final List<@Nullable StreamHead> heads = new ArrayList<>();

  private long headsOf = -1;

  /**
   * @param index knows what is before the first frame
   */
  IndexReplay(StreamIndex index) {
    this.index = index;
  }

  /**
   * A stream that the segment has given a number is found by it. Its head is not forgotten while
   * the segment is read, since it has an entry there.
   */
  @Override
  public void next(Frame frame, long segment) throws BadFrame {
    if (segment != headsOf) {
      headsOf = segment;
      heads.clear();
    }
    int number = frame.entries().number();
    // Names are numbered as they come, so that the next number is the next in the list.
    while (heads.size() <= number) {
      heads.add(null);
    }
    StreamHead known = number < 0 ? null : heads.get(number);
    index.replay(frame, segment, known);
    if (number >= 0 && known == null) {
      heads.set(number, index.find(frame.entries().name(0)));
    }
  }
}
