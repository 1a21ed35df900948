package epochal.ledger.aggregate;

import epochal.ledger.key.Hash256;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The calls that an aggregate has obeyed and that could still be sent again: an id is kept until
 * its last valid block has passed, so memory is bounded by what is sent within a command's
 * lifetime.
 *
 * @param sequences the sequence number of the first event of each call
 */
public record RecentCalls(TreePMap<Key, Long> sequences) {
  public static final RecentCalls NONE = new RecentCalls(TreePMap.empty());

  /** Orders by expiry, so that what has expired stands first. */
  public record Key(long validUntil, Hash256 id) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Long.compare(validUntil, other.validUntil);
      return order == 0 ? id.compareTo(other.id) : order;
    }
  }

  /** The sequence number of the first event of this call, if it was obeyed. */
  public @Nullable Long find(SignedCall call) {
    return sequences.get(new Key(call.validUntil(), call.id()));
  }

  /** With this call remembered and everything that expired before {@code block} forgotten. */
  RecentCalls remember(SignedCall call, long sequence, long block) {
    var kept = sequences;
    while (!kept.isEmpty() && kept.firstKey().validUntil() < block) {
      kept = kept.minus(kept.firstKey());
    }
    return new RecentCalls(kept.plus(new Key(call.validUntil(), call.id()), sequence));
  }
}
