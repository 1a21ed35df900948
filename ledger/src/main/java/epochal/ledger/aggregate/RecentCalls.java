package epochal.ledger.aggregate;

import epochal.ledger.key.Hash256;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.map.Prefixed;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an aggregate has obeyed and that could still be sent again: an id is kept until
 * its last valid block has passed, so memory is bounded by what is sent within a command's
 * lifetime.
 *
 * @param sequences the sequence number of the first event of each call
 */
public record RecentCalls(BTreeMap<Key, Long> sequences) {
  public static final RecentCalls NONE = new RecentCalls(BTreeMap.empty());

  /**
   * Orders by expiry, so that what has expired stands first. The words of the id lie in it, since
   * most of what is new and stays is such keys.
   */
  public record Key(long validUntil, long a, long b, long c, long d)
      implements Comparable<Key>, Prefixed {
    static Key of(long validUntil, Hash256 id) {
      return new Key(validUntil, id.a(), id.b(), id.c(), id.d());
    }

    @Override
    public int compareTo(Key other) {
      int order = Long.compare(validUntil, other.validUntil);
      if (order == 0) {
        order = Long.compareUnsigned(a, other.a);
      }
      if (order == 0) {
        order = Long.compareUnsigned(b, other.b);
      }
      if (order == 0) {
        order = Long.compareUnsigned(c, other.c);
      }
      return order == 0 ? Long.compareUnsigned(d, other.d) : order;
    }

    /** The block and the beginning of the id; all blocks that need more than 31 bits are as one. */
    @Override
    public long prefix() {
      if (validUntil < 0) {
        return Long.MIN_VALUE;
      }
      return validUntil > Integer.MAX_VALUE
          ? Long.MAX_VALUE
          : validUntil << Integer.SIZE | a >>> Integer.SIZE;
    }
  }

  /** The sequence number of the first event of this call, if it was obeyed. */
  public @Nullable Long find(SignedCall call) {
    return sequences.get(Key.of(call.validUntil(), call.id()));
  }

  /** With this call remembered and everything that expired before {@code block} forgotten. */
  RecentCalls remember(SignedCall call, long sequence, long block) {
    var kept = sequences.minusBelow(Key.of(block, Hash256.ZERO));
    return new RecentCalls(kept.plus(Key.of(call.validUntil(), call.id()), sequence));
  }
}
