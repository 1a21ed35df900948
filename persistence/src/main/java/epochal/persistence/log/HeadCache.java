package epochal.persistence.log;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Bounds the streams that stay in memory although the saved index has them: the clock, or second
 * chance. Who has been asked for since he last came to the front goes to the back again.
 */
final class HeadCache {
  private final int limit;
  private final LongSupplier savedEnd;
  private final Consumer<StreamHead> forgotten;

  // Guarded by this.
  private final ArrayDeque<StreamHead> heads = new ArrayDeque<>();

  /**
   * @param savedEnd up to where the saved index goes
   * @param forgotten is told of heads that are out of use now
   */
  HeadCache(int limit, LongSupplier savedEnd, Consumer<StreamHead> forgotten) {
    this.limit = limit;
    this.savedEnd = savedEnd;
    this.forgotten = forgotten;
  }

  /** Takes in a head that just entered the cache. */
  synchronized void add(StreamHead head) {
    heads.add(head);
    // Once around takes away every second chance; what then remains is pinned.
    for (int tries = 2 * heads.size(); heads.size() > limit && tries > 0; tries--) {
      StreamHead first = heads.remove();
      if (first.used) {
        first.used = false;
        heads.add(first);
        continue;
      }
      switch (first.evict(savedEnd)) {
        case FORGOTTEN -> forgotten.accept(first);
        case PINNED -> heads.add(first);
        case RECENT -> {}
      }
    }
  }
}
