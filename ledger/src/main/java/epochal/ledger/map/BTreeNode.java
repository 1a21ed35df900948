package epochal.ledger.map;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link BTreeMap}: entries, or nodes with entries. A method that changes a node
 * answers another, or the node itself where nothing has changed; one that adds may answer a node
 * with one more than there should be, which whoever holds it splits.
 */
abstract sealed class BTreeNode {
  /** Nodes in a node. */
  static final int MOST = 32;

  static final Leaf EMPTY = new Leaf(new long[0], new Object[0]);

  private BTreeNode() {}

  /** How many entries or nodes it consists of. */
  abstract int count(Layout<?, ?> layout);

  /** How many it should have at most. */
  abstract int most(Layout<?, ?> layout);

  /** With fewer than so many it is merged with a neighbour, if both fit into one. */
  private int few(Layout<?, ?> layout) {
    return Math.max(2, most(layout) / 8);
  }

  /** How many entries are in it and in the nodes below. */
  abstract int entries(Layout<?, ?> layout);

  /** The value of a key, null if it is not there. */
  abstract <K extends Comparable<? super K>, V> @Nullable V find(
      Layout<K, V> layout, K key, long prefix);

  /**
   * @param change makes of a value that is there, and the given one, the one to be put; null puts
   *     the given one
   */
  abstract <K extends Comparable<? super K>, V> BTreeNode plus(
      Layout<K, V> layout, K key, long prefix, V value, @Nullable BinaryOperator<V> change);

  abstract <K extends Comparable<? super K>> BTreeNode minus(
      Layout<K, ?> layout, K key, long prefix);

  abstract <K extends Comparable<? super K>> BTreeNode minusBelow(
      Layout<K, ?> layout, K key, long prefix);

  abstract Leaf firstLeaf();

  abstract Leaf lastLeaf();

  /** What stands from one place in this node up to another. */
  abstract BTreeNode part(Layout<?, ?> layout, int from, int to);

  /** This node and the one to its right, of the same kind, as one. */
  abstract BTreeNode with(Layout<?, ?> layout, BTreeNode right);

  /** With neither too many in it nor a level too much above it. */
  final BTreeNode asRoot(Layout<?, ?> layout) {
    BTreeNode root = this;
    while (root instanceof Inner inner && inner.nodes.length == 1) {
      root = inner.nodes[0];
    }
    int count = root.count(layout);
    if (count <= root.most(layout)) {
      return root;
    }
    int half = count / 2;
    return Inner.of(layout, root.part(layout, 0, half), root.part(layout, half, count));
  }

  /** The prefix of its first key. */
  abstract long prefix();

  /** Brings what a search reads first into the processor's cache; the answer means nothing. */
  abstract int touch();

  /** The first place among ascending prefixes where there is not a less one. */
  private static int lowest(long[] prefixes, int count, long prefix) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prefixes[middle] < prefix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Entries, as their layout has them. */
  static final class Leaf extends BTreeNode {
    private final long[] words;
    private final Object[] objects;

    private Leaf(long[] words, Object[] objects) {
      this.words = words;
      this.objects = objects;
    }

    <K extends Comparable<? super K>> K key(Layout<K, ?> layout, int index) {
      int word = count(layout) + index * layout.words;
      return layout.key(words, word, objects, index * layout.objects);
    }

    <K extends Comparable<? super K>, V> V value(Layout<K, V> layout, int index) {
      int word = count(layout) + index * layout.words;
      return layout.value(words, word, objects, index * layout.objects);
    }

    <K extends Comparable<? super K>> int compare(Layout<K, ?> layout, int index, K key) {
      int word = count(layout) + index * layout.words;
      return layout.compare(words, word, objects, index * layout.objects, key);
    }

    /** Where the key is, or the complement of where it would be. */
    <K extends Comparable<? super K>> int index(Layout<K, ?> layout, K key, long prefix) {
      int count = count(layout);
      int index = lowest(words, count, prefix);
      for (; index < count && words[index] == prefix; index++) {
        int order = compare(layout, index, key);
        if (order == 0) {
          return index;
        }
        if (order > 0) {
          break;
        }
      }
      return ~index;
    }

    @Override
    long prefix() {
      return words[0];
    }

    @Override
    int touch() {
      return words.length + objects.length;
    }

    @Override
    int count(Layout<?, ?> layout) {
      return words.length / (1 + layout.words);
    }

    @Override
    int most(Layout<?, ?> layout) {
      return layout.most;
    }

    @Override
    int entries(Layout<?, ?> layout) {
      return count(layout);
    }

    @Override
    <K extends Comparable<? super K>, V> @Nullable V find(Layout<K, V> layout, K key, long prefix) {
      int index = index(layout, key, prefix);
      return index < 0 ? null : value(layout, index);
    }

    @Override
    <K extends Comparable<? super K>, V> Leaf plus(
        Layout<K, V> layout, K key, long prefix, V value, @Nullable BinaryOperator<V> change) {
      int index = index(layout, key, prefix);
      int count = count(layout);
      int at = index < 0 ? ~index : index;
      int object = at * layout.objects;
      long[] newWords;
      Object[] newObjects = objects;
      if (index < 0) {
        newWords = opened(count++, at, layout.words);
        newWords[at] = prefix;
        if (layout.objects > 0) {
          newObjects = new Object[objects.length + layout.objects];
          System.arraycopy(objects, 0, newObjects, 0, object);
          System.arraycopy(
              objects, object, newObjects, object + layout.objects, objects.length - object);
        }
      } else {
        newWords = layout.words > 0 ? words.clone() : words;
        newObjects = layout.objects > 0 ? objects.clone() : objects;
      }
      // The key that is there stays: it is as good, and has been copied by collections already.
      K kept = index < 0 ? key : key(layout, index);
      V put = index < 0 || change == null ? value : change.apply(value(layout, index), value);
      layout.put(kept, put, newWords, count + at * layout.words, newObjects, object);
      return new Leaf(newWords, newObjects);
    }

    /** The words with room for one entry more. */
    private long[] opened(int count, int at, int room) {
      long[] more = new long[words.length + 1 + room];
      int rest = count + at * room;
      System.arraycopy(words, 0, more, 0, at);
      System.arraycopy(words, at, more, at + 1, rest - at);
      System.arraycopy(words, rest, more, rest + 1 + room, words.length - rest);
      return more;
    }

    @Override
    <K extends Comparable<? super K>> Leaf minus(Layout<K, ?> layout, K key, long prefix) {
      int index = index(layout, key, prefix);
      if (index < 0) {
        return this;
      }
      int count = count(layout);
      if (count == 1) {
        return EMPTY;
      }
      long[] fewer = new long[words.length - 1 - layout.words];
      int rest = count + index * layout.words;
      System.arraycopy(words, 0, fewer, 0, index);
      System.arraycopy(words, index + 1, fewer, index, rest - index - 1);
      System.arraycopy(words, rest + layout.words, fewer, rest - 1, fewer.length - rest + 1);
      int object = index * layout.objects;
      Object[] others = objects;
      if (layout.objects > 0) {
        others = new Object[objects.length - layout.objects];
        System.arraycopy(objects, 0, others, 0, object);
        System.arraycopy(objects, object + layout.objects, others, object, others.length - object);
      }
      return new Leaf(fewer, others);
    }

    @Override
    <K extends Comparable<? super K>> Leaf minusBelow(Layout<K, ?> layout, K key, long prefix) {
      int index = index(layout, key, prefix);
      return part(layout, index >= 0 ? index : ~index, count(layout));
    }

    @Override
    Leaf firstLeaf() {
      return this;
    }

    @Override
    Leaf lastLeaf() {
      return this;
    }

    @Override
    Leaf part(Layout<?, ?> layout, int from, int to) {
      int count = count(layout);
      if (from == 0 && to == count) {
        return this;
      }
      if (from == to) {
        return EMPTY;
      }
      int kept = to - from;
      long[] some = new long[kept * (1 + layout.words)];
      System.arraycopy(words, from, some, 0, kept);
      System.arraycopy(words, count + from * layout.words, some, kept, kept * layout.words);
      Object[] others =
          layout.objects > 0
              ? Arrays.copyOfRange(objects, from * layout.objects, to * layout.objects)
              : objects;
      return new Leaf(some, others);
    }

    @Override
    Leaf with(Layout<?, ?> layout, BTreeNode right) {
      Leaf other = (Leaf) right;
      int left = count(layout);
      int count = left + other.count(layout);
      long[] all = new long[words.length + other.words.length];
      System.arraycopy(words, 0, all, 0, left);
      System.arraycopy(other.words, 0, all, left, count - left);
      System.arraycopy(words, left, all, count, left * layout.words);
      System.arraycopy(
          other.words,
          count - left,
          all,
          count + left * layout.words,
          (count - left) * layout.words);
      return new Leaf(all, layout.objects > 0 ? joined(objects, other.objects) : objects);
    }
  }

  /** Nodes, none of them empty and all as far from their leaves. */
  static final class Inner extends BTreeNode {
    /** The prefixes of their first keys, so that a search need not look into them. */
    private final long[] prefixes;

    private final BTreeNode[] nodes;
    private final int entries;

    private Inner(long[] prefixes, BTreeNode[] nodes, int entries) {
      this.prefixes = prefixes;
      this.nodes = nodes;
      this.entries = entries;
    }

    static Inner of(Layout<?, ?> layout, BTreeNode... nodes) {
      long[] prefixes = new long[nodes.length];
      int entries = 0;
      for (int i = 0; i < nodes.length; i++) {
        prefixes[i] = nodes[i].prefix();
        entries = Math.addExact(entries, nodes[i].entries(layout));
      }
      return new Inner(prefixes, nodes, entries);
    }

    BTreeNode child(int place) {
      return nodes[place];
    }

    /** The node in which the key is if it is anywhere: the last that does not begin behind it. */
    <K extends Comparable<? super K>> int place(Layout<K, ?> layout, K key, long prefix) {
      int place =
          prefix == Long.MAX_VALUE ? nodes.length : lowest(prefixes, prefixes.length, prefix + 1);
      while (place > 1
          && prefixes[place - 1] == prefix
          && nodes[place - 1].firstLeaf().compare(layout, 0, key) > 0) {
        place--;
      }
      return Math.max(0, place - 1);
    }

    @Override
    long prefix() {
      return prefixes[0];
    }

    @Override
    int touch() {
      return prefixes.length + nodes.length;
    }

    @Override
    int count(Layout<?, ?> layout) {
      return nodes.length;
    }

    @Override
    int most(Layout<?, ?> layout) {
      return MOST;
    }

    @Override
    int entries(Layout<?, ?> layout) {
      return entries;
    }

    @Override
    <K extends Comparable<? super K>, V> @Nullable V find(Layout<K, V> layout, K key, long prefix) {
      return nodes[place(layout, key, prefix)].find(layout, key, prefix);
    }

    @Override
    <K extends Comparable<? super K>, V> Inner plus(
        Layout<K, V> layout, K key, long prefix, V value, @Nullable BinaryOperator<V> change) {
      int place = place(layout, key, prefix);
      BTreeNode changed = nodes[place].plus(layout, key, prefix, value, change);
      int count = changed.count(layout);
      if (count <= changed.most(layout)) {
        return replaced(layout, place, changed);
      }
      int half = count / 2;
      return spliced(
          layout,
          place,
          place + 1,
          changed.part(layout, 0, half),
          changed.part(layout, half, count));
    }

    private Inner replaced(Layout<?, ?> layout, int place, BTreeNode changed) {
      BTreeNode before = nodes[place];
      BTreeNode[] others = nodes.clone();
      others[place] = changed;
      long[] same = prefixes;
      long prefix = changed.prefix();
      if (prefix != prefixes[place]) {
        same = prefixes.clone();
        same[place] = prefix;
      }
      return new Inner(same, others, entries - before.entries(layout) + changed.entries(layout));
    }

    @Override
    <K extends Comparable<? super K>> BTreeNode minus(Layout<K, ?> layout, K key, long prefix) {
      int place = place(layout, key, prefix);
      BTreeNode changed = nodes[place].minus(layout, key, prefix);
      if (changed == nodes[place]) {
        return this;
      }
      int count = changed.count(layout);
      if (count == 0) {
        return nodes.length == 1 ? EMPTY : spliced(layout, place, place + 1);
      }
      if (count < changed.few(layout)) {
        int room = changed.most(layout) - count;
        if (place > 0 && nodes[place - 1].count(layout) <= room) {
          return spliced(layout, place - 1, place + 1, nodes[place - 1].with(layout, changed));
        }
        if (place + 1 < nodes.length && nodes[place + 1].count(layout) <= room) {
          return spliced(layout, place, place + 2, changed.with(layout, nodes[place + 1]));
        }
      }
      return replaced(layout, place, changed);
    }

    /**
     * With other nodes in place of those from one place to before another. Those that stay are not
     * looked into, since most are in no cache.
     */
    private Inner spliced(Layout<?, ?> layout, int from, int to, BTreeNode... others) {
      int behind = from + others.length;
      int rest = nodes.length - to;
      BTreeNode[] all = new BTreeNode[behind + rest];
      System.arraycopy(nodes, 0, all, 0, from);
      System.arraycopy(others, 0, all, from, others.length);
      System.arraycopy(nodes, to, all, behind, rest);
      long[] begins = new long[all.length];
      System.arraycopy(prefixes, 0, begins, 0, from);
      System.arraycopy(prefixes, to, begins, behind, rest);
      int count = entries;
      for (int i = from; i < to; i++) {
        count -= nodes[i].entries(layout);
      }
      for (int i = from; i < behind; i++) {
        begins[i] = all[i].prefix();
        count = Math.addExact(count, all[i].entries(layout));
      }
      return new Inner(begins, all, count);
    }

    @Override
    <K extends Comparable<? super K>> BTreeNode minusBelow(
        Layout<K, ?> layout, K key, long prefix) {
      int place = place(layout, key, prefix);
      BTreeNode changed = nodes[place].minusBelow(layout, key, prefix);
      if (changed == EMPTY) {
        return place + 1 == nodes.length ? EMPTY : spliced(layout, 0, place + 1);
      }
      if (place == 0 && changed == nodes[0]) {
        return this;
      }
      return spliced(layout, 0, place + 1, changed);
    }

    @Override
    Leaf firstLeaf() {
      return nodes[0].firstLeaf();
    }

    @Override
    Leaf lastLeaf() {
      return nodes[nodes.length - 1].lastLeaf();
    }

    @Override
    Inner part(Layout<?, ?> layout, int from, int to) {
      return from == 0 && to == nodes.length
          ? this
          : of(layout, Arrays.copyOfRange(nodes, from, to));
    }

    @Override
    Inner with(Layout<?, ?> layout, BTreeNode right) {
      return of(layout, joined(nodes, ((Inner) right).nodes));
    }
  }

  private static <T> T[] joined(T[] left, T[] right) {
    T[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
