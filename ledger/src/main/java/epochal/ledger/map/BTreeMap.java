package epochal.ledger.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the natural order of its keys; what changes it answers another that shares
 * most with it. Keys and values are never null.
 *
 * <h2>Why not a binary tree</h2>
 *
 * Each entity has such maps, there are many thousands of entities, and the next record is of any of
 * them: what costs is not the comparing but the memory that a search touches, since none of it is
 * in the processor's cache. A binary tree touches a node, an entry, a key and what is in the key
 * for every bit of a position. Here a dozen entries or some dozens lie side by side in a node, with
 * the first 64 bits of their keys ({@link Prefixed}) at the beginning of an array, so that a search
 * reads little more than that for each level, and a key itself only once it is as good as found.
 * Most maps are so small that they are one node. What of an entry can lie there as numbers does
 * ({@link Layout}), since all that is an object costs again whenever it is moved.
 *
 * <p>A change copies the nodes on the way to its place. Nodes that have become small are merged
 * with a neighbour, so that a map that was large once does not stay scattered. The shape of the
 * tree depends on its history; its order, and so everything that can be seen of it, does not.
 */
public final class BTreeMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V>
    implements SortedMap<K, V> {
  private final Layout<K, V> layout;
  private final BTreeNode root;

  BTreeMap(Layout<K, V> layout, BTreeNode root) {
    this.layout = layout;
    this.root = root;
  }

  /** Without entries; its keys and values will be objects. */
  public static <K extends Comparable<? super K>, V> BTreeMap<K, V> empty() {
    return Layout.<K, V>objects().empty();
  }

  /** The same entries. */
  public static <K extends Comparable<? super K>, V> BTreeMap<K, V> from(
      Map<? extends K, ? extends V> entries) {
    return BTreeMap.<K, V>empty().plusAll(entries);
  }

  /** The same entries in another layout; this map itself if that is its layout. */
  public BTreeMap<K, V> as(Layout<K, V> other) {
    return other == layout ? this : other.empty().plusAll(this);
  }

  private BTreeMap<K, V> plusAll(Map<? extends K, ? extends V> entries) {
    BTreeMap<K, V> map = this;
    for (Map.Entry<? extends K, ? extends V> entry : entries.entrySet()) {
      map = map.plus(entry.getKey(), entry.getValue());
    }
    return map;
  }

  /** With this value for the key, in place of any other. */
  public BTreeMap<K, V> plus(K key, V value) {
    return of(root.plus(layout, key, layout.prefix(key), value, null));
  }

  /**
   * With this value for the key; where there is one already, with what is made of that and this. A
   * search for what is there and another for where to put what follows would be one too many.
   *
   * @param change from the value that is there and the one given to the one that shall be there
   */
  public BTreeMap<K, V> plus(K key, V value, BinaryOperator<V> change) {
    return of(root.plus(layout, key, layout.prefix(key), value, change));
  }

  /** Without the key; this map itself if it is not there. */
  public BTreeMap<K, V> minus(K key) {
    return of(root.minus(layout, key, layout.prefix(key)));
  }

  /** Without any of these keys. */
  public BTreeMap<K, V> minusAll(Collection<? extends K> keys) {
    BTreeMap<K, V> map = this;
    for (K key : keys) {
      map = map.minus(key);
    }
    return map;
  }

  /** Without everything that is less than the key. */
  public BTreeMap<K, V> minusBelow(K key) {
    long prefix = layout.prefix(key);
    // Most often nothing is, and then no key need be looked at.
    return isEmpty() || root.prefix() > prefix ? this : of(root.minusBelow(layout, key, prefix));
  }

  private BTreeMap<K, V> of(BTreeNode changed) {
    if (changed == root) {
      return this;
    }
    return changed == BTreeNode.EMPTY
        ? layout.empty()
        : new BTreeMap<>(layout, changed.asRoot(layout));
  }

  Layout<K, V> layout() {
    return layout;
  }

  BTreeNode root() {
    return root;
  }

  /** The entries with greater keys, in order. */
  public Iterable<Map.Entry<K, V>> after(K key) {
    return () -> {
      var entries = new Entries<>(layout);
      entries.seek(root, key, layout.prefix(key));
      return entries;
    };
  }

  @Override
  @SuppressWarnings("unchecked") // as in every sorted map, a key of another type is a mistake
  public @Nullable V get(@Nullable Object key) {
    return key == null ? null : root.find(layout, (K) key, layout.prefix((K) key));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return root.entries(layout);
  }

  @Override
  public boolean isEmpty() {
    return root == BTreeNode.EMPTY;
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return null;
  }

  @Override
  public K firstKey() {
    return present().firstLeaf().key(layout, 0);
  }

  @Override
  public K lastKey() {
    BTreeNode.Leaf last = present().lastLeaf();
    return last.key(layout, last.count(layout) - 1);
  }

  private BTreeNode present() {
    if (isEmpty()) {
      throw new NoSuchElementException("the map is empty");
    }
    return root;
  }

  /** A copy of that part. */
  @Override
  public SortedMap<K, V> subMap(K fromKey, K toKey) {
    return minusBelow(fromKey).copy(key -> key.compareTo(toKey) < 0);
  }

  /** A copy of that part. */
  @Override
  public SortedMap<K, V> headMap(K toKey) {
    return copy(key -> key.compareTo(toKey) < 0);
  }

  /** Shares most with this map. */
  @Override
  public SortedMap<K, V> tailMap(K fromKey) {
    return minusBelow(fromKey);
  }

  private BTreeMap<K, V> copy(Predicate<K> first) {
    BTreeMap<K, V> copy = layout.empty();
    for (Map.Entry<K, V> entry : entrySet()) {
      if (!first.test(entry.getKey())) {
        break;
      }
      copy = copy.plus(entry.getKey(), entry.getValue());
    }
    return copy;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        var entries = new Entries<>(layout);
        entries.enter(root);
        return entries;
      }

      @Override
      public int size() {
        return root.entries(layout);
      }
    };
  }

  /** Goes over a tree from the left to the right. */
  private static final class Entries<K extends Comparable<? super K>, V>
      implements Iterator<Map.Entry<K, V>> {
    /** More levels than any tree of {@link Integer#MAX_VALUE} entries has. */
    private static final int LEVELS = 32;

    private final Layout<K, V> layout;
    private final BTreeNode.@Nullable Inner[] above = new BTreeNode.@Nullable Inner[LEVELS];
    private final int[] places = new int[LEVELS];
    private int depth;
    private BTreeNode.Leaf leaf = BTreeNode.EMPTY;
    private int next;

    Entries(Layout<K, V> layout) {
      this.layout = layout;
    }

    void enter(BTreeNode node) {
      BTreeNode at = node;
      while (at instanceof BTreeNode.Inner inner) {
        above[depth] = inner;
        places[depth++] = 0;
        at = inner.child(0);
      }
      leaf = (BTreeNode.Leaf) at;
      next = 0;
    }

    /** Goes to the first entry behind the key. */
    void seek(BTreeNode node, K key, long prefix) {
      BTreeNode at = node;
      while (at instanceof BTreeNode.Inner inner) {
        above[depth] = inner;
        int place = inner.place(layout, key, prefix);
        places[depth++] = place;
        at = inner.child(place);
      }
      leaf = (BTreeNode.Leaf) at;
      int index = leaf.index(layout, key, prefix);
      next = index >= 0 ? index + 1 : ~index;
      ascend();
    }

    private void ascend() {
      while (next == leaf.count(layout) && depth > 0) {
        BTreeNode.Inner inner = above[depth - 1];
        int place = ++places[depth - 1];
        if (inner == null || place == inner.count(layout)) {
          depth--;
        } else {
          enter(inner.child(place));
        }
      }
    }

    @Override
    public boolean hasNext() {
      return next < leaf.count(layout);
    }

    @Override
    public Map.Entry<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var entry = Map.entry(leaf.key(layout, next), leaf.value(layout, next));
      next++;
      ascend();
      return entry;
    }
  }
}
