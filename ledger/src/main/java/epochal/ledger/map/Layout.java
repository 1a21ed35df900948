package epochal.ledger.map;

/**
 * How the entries of a {@link BTreeMap} lie in its leaves: the prefixes of all their keys, then of
 * each so many words more, in one array; and of each so many objects in another. What lies there as
 * words has no header, need not be fetched from elsewhere by who looks at it, and is nothing that a
 * collection must find and copy by itself.
 *
 * @see #objects
 * @see #numbers
 */
public abstract class Layout<K extends Comparable<? super K>, V> {
  private static final Layout<?, ?> OBJECTS = new Objects<String, Object>();
  private static final Layout<?, ?> NUMBERS = new Numbers<String>();

  /** Of an entry, without the prefix. */
  final int words;

  /** Of an entry. */
  final int objects;

  /** Entries in a leaf. */
  final int most;

  private final BTreeMap<K, V> empty;

  /**
   * @param words of an entry, without the prefix of its key
   * @param objects of an entry
   * @param most entries in a leaf; each change copies a leaf
   */
  @SuppressWarnings("this-escape") // the map only keeps it
  protected Layout(int words, int objects, int most) {
    this.words = words;
    this.objects = objects;
    this.most = most;
    this.empty = new BTreeMap<>(this, BTreeNode.EMPTY);
  }

  /** Keys and values are objects. */
  @SuppressWarnings("unchecked") // it takes what it is given
  public static <K extends Comparable<? super K>, V> Layout<K, V> objects() {
    return (Layout<K, V>) OBJECTS;
  }

  /** Keys are objects and values are words. */
  @SuppressWarnings("unchecked") // it takes what it is given
  public static <K extends Comparable<? super K>> Layout<K, Long> numbers() {
    return (Layout<K, Long>) NUMBERS;
  }

  /** The map without entries. */
  public final BTreeMap<K, V> empty() {
    return empty;
  }

  /** A number that orders as the keys do, as far as it goes; see {@link Prefixed}. */
  protected abstract long prefix(K key);

  /** How the key of an entry compares to another with the same prefix. */
  protected abstract int compare(long[] words, int word, Object[] objects, int object, K key);

  /** Puts an entry where there is room for one. */
  protected abstract void put(K key, V value, long[] words, int word, Object[] objects, int object);

  /** The key of an entry. */
  protected abstract K key(long[] words, int word, Object[] objects, int object);

  /** The value of an entry. */
  protected abstract V value(long[] words, int word, Object[] objects, int object);

  /** Those whose key is an object, and the first of an entry. */
  private abstract static class Keyed<K extends Comparable<? super K>, V> extends Layout<K, V> {
    private static final int MOST = 32;

    Keyed(int words, int objects) {
      super(words, objects, MOST);
    }

    @Override
    protected final long prefix(K key) {
      return key instanceof Prefixed prefixed
          ? prefixed.prefix()
          : key instanceof Long number ? number : 0;
    }

    @Override
    protected final int compare(long[] words, int word, Object[] objects, int object, K key) {
      return key(words, word, objects, object).compareTo(key);
    }

    @Override
    @SuppressWarnings("unchecked") // only keys are put where keys stand
    protected final K key(long[] words, int word, Object[] objects, int object) {
      return (K) objects[object];
    }
  }

  private static final class Objects<K extends Comparable<? super K>, V> extends Keyed<K, V> {
    Objects() {
      super(0, 2);
    }

    @Override
    protected void put(K key, V value, long[] words, int word, Object[] objects, int object) {
      objects[object] = key;
      objects[object + 1] = value;
    }

    @Override
    @SuppressWarnings("unchecked") // only values are put where values stand
    protected V value(long[] words, int word, Object[] objects, int object) {
      return (V) objects[object + 1];
    }
  }

  private static final class Numbers<K extends Comparable<? super K>> extends Keyed<K, Long> {
    Numbers() {
      super(1, 1);
    }

    @Override
    protected void put(K key, Long value, long[] words, int word, Object[] objects, int object) {
      words[word] = value;
      objects[object] = key;
    }

    @Override
    protected Long value(long[] words, int word, Object[] objects, int object) {
      return words[word];
    }
  }
}
