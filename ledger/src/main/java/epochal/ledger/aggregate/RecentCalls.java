package epochal.ledger.aggregate;

import epochal.ledger.key.Hash256;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.map.Descent;
import epochal.ledger.map.Layout;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an aggregate has obeyed and that could still be sent again: an id is kept until
 * its last valid block has passed, so memory is bounded by what is sent within a command's
 * lifetime.
 *
 * @param sequences the sequence number of the first event of each call
 */
public record RecentCalls(BTreeMap<Key, Long> sequences) {
  public static final RecentCalls NONE = new RecentCalls(Rows.INSTANCE.empty());

  public RecentCalls {
    sequences = sequences.as(Rows.INSTANCE);
  }

  /** Orders by expiry, so that what has expired stands first, and then by the words of the id. */
  public record Key(long validUntil, long a, long b, long c, long d) implements Comparable<Key> {
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
  }

  /** The sequence number of the first event of this call, if it was obeyed. */
  public @Nullable Long find(SignedCall call) {
    return sequences.get(Key.of(call.validUntil(), call.id()));
  }

  /** Goes down to where {@link #find} looks. */
  public Descent<Key, Long> descent(SignedCall call) {
    return new Descent<>(sequences, Key.of(call.validUntil(), call.id()));
  }

  /** With this call remembered and everything that expired before {@code block} forgotten. */
  RecentCalls remember(SignedCall call, long sequence, long block) {
    var kept = sequences.minusBelow(Key.of(block, Hash256.ZERO));
    return new RecentCalls(kept.plus(Key.of(call.validUntil(), call.id()), sequence));
  }

  /**
   * A call is six words and no object, since most of what is new and stays for a while is such
   * calls. A dozen in a leaf are as many bytes to copy for each as dozens of what has objects.
   */
  private static final class Rows extends Layout<Key, Long> {
    static final Rows INSTANCE = new Rows();
    private static final int WORDS = 6;
    private static final int MOST = 12;

    private Rows() {
      super(WORDS, 0, MOST);
    }

    /** The block and the beginning of the id; all blocks that need more than 31 bits are as one. */
    @Override
    protected long prefix(Key key) {
      if (key.validUntil < 0) {
        return Long.MIN_VALUE;
      }
      return key.validUntil > Integer.MAX_VALUE
          ? Long.MAX_VALUE
          : key.validUntil << Integer.SIZE | key.a >>> Integer.SIZE;
    }

    @Override
    protected int compare(long[] words, int word, Object[] objects, int object, Key key) {
      return key(words, word, objects, object).compareTo(key);
    }

    @Override
    protected void put(Key key, Long value, long[] words, int word, Object[] objects, int object) {
      words[word] = key.validUntil;
      words[word + 1] = key.a;
      words[word + 2] = key.b;
      words[word + 3] = key.c;
      words[word + 4] = key.d;
      words[word + 5] = value;
    }

    @Override
    protected Key key(long[] words, int word, Object[] objects, int object) {
      return new Key(
          words[word], words[word + 1], words[word + 2], words[word + 3], words[word + 4]);
    }

    @Override
    protected Long value(long[] words, int word, Object[] objects, int object) {
      return words[word + 5];
    }
  }
}
