package epochal.persistence.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows the streams of a log that is read whole and only once. Of each it keeps where it ends,
 * and no more; all ends lie side by side, since the next entry is of any of many thousands of
 * streams and what a stream is lies in no cache. Streams have places, in the order in which they
 * first come: 0, 1, 2 …
 */
final class LinkCheck implements StreamCheck {
  private final Map<StreamName, Integer> named = new HashMap<>();

  /** By place, the sequence of the last entry and the address of its frame. */
  private long[] ends = new long[128];

  /** By number in the segment, 1 and the place; 0 if it is not known. */
  private int[] numbered = new int[64];

  private long numberedIn = -1;

  /** Of the entries of the last frame. */
  private int[] places = new int[4];

  @Override
  public void next(Frame frame, long segment) throws BadFrame {
    if (segment != numberedIn) {
      numberedIn = segment;
      Arrays.fill(numbered, 0);
    }
    FrameEntries entries = frame.entries();
    if (frame.count() > places.length) {
      places = new int[Math.max(frame.count(), 2 * places.length)];
    }
    int number = entries.number();
    int only = number < 0 ? -1 : numbered(number, entries.name(0));
    for (int i = 0; i < frame.count(); i++) {
      int place = number < 0 ? named(entries.name(i)) : only;
      places[i] = place;
      int end = 2 * place;
      StreamCheck.requireNext(frame, i, ends[end], ends[end + 1]);
      ends[end] = entries.sequence(i);
      ends[end + 1] = frame.address();
    }
  }

  private int numbered(int number, StreamName name) {
    if (number >= numbered.length) {
      numbered = Arrays.copyOf(numbered, Math.max(number + 1, 2 * numbered.length));
    }
    if (numbered[number] == 0) {
      numbered[number] = 1 + named(name);
    }
    return numbered[number] - 1;
  }

  private int named(StreamName name) {
    Integer known = named.putIfAbsent(name, named.size());
    if (known != null) {
      return known;
    }
    int place = named.size() - 1;
    if (2 * place == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    return place;
  }

  /** The place of the stream of an entry of the last frame. */
  int place(int index) {
    return places[index];
  }
}
