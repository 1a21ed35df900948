package epochal.ledger.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link BTreeMap}: entries, or nodes with entries. A method that changes a node
 * answers another, or the node itself where nothing has changed; one that adds may answer a node
 * with one more than {@value #MOST}, which whoever holds it splits.
 */
abstract sealed class BTreeNode {
  static final int MOST = 32;

  /** One with fewer is merged with a neighbour if both fit into one. */
  private static final int FEW = 4;

  static final Leaf EMPTY = new Leaf(new long[0], new Object[0]);

  /** The prefixes of the keys, or of the first keys of the nodes, ascending. */
  final long[] prefixes;

  private BTreeNode(long[] prefixes) {
    this.prefixes = prefixes;
  }

  final int count() {
    return prefixes.length;
  }

  /** How many entries are in it and in the nodes below. */
  abstract int entries();

  /** The value of a key, null if it is not there. */
  abstract @Nullable Object find(Object key, long prefix);

  abstract BTreeNode plus(Object key, long prefix, Object value);

  abstract BTreeNode minus(Object key, long prefix);

  abstract BTreeNode minusBelow(Object key, long prefix);

  abstract Object first();

  abstract Object last();

  /** Those in front of a place in this node, and those from there on. */
  abstract BTreeNode part(int from, int to);

  /** This node and the one to its right, of the same kind, as one. */
  abstract BTreeNode with(BTreeNode right);

  /** With neither too many in it nor a level too much above it. */
  final BTreeNode asRoot() {
    BTreeNode root = this;
    while (root instanceof Inner inner && inner.count() == 1) {
      root = inner.child(0);
    }
    if (root.count() <= MOST) {
      return root;
    }
    int half = root.count() / 2;
    return Inner.of(root.part(0, half), root.part(half, root.count()));
  }

  @SuppressWarnings("unchecked") // all keys of a map are of one type that has an order
  private static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  /** The first place whose prefix is not less. */
  final int lowest(long prefix) {
    int low = 0;
    int high = prefixes.length;
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

  private static long[] inserted(long[] source, int at, long value) {
    long[] target = new long[source.length + 1];
    System.arraycopy(source, 0, target, 0, at);
    target[at] = value;
    System.arraycopy(source, at, target, at + 1, source.length - at);
    return target;
  }

  private static long[] without(long[] source, int at) {
    long[] target = new long[source.length - 1];
    System.arraycopy(source, 0, target, 0, at);
    System.arraycopy(source, at + 1, target, at, target.length - at);
    return target;
  }

  private static long[] joined(long[] left, long[] right) {
    long[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return joined;
  }

  /** Entries: key, value, key, value … */
  static final class Leaf extends BTreeNode {
    private final Object[] items;

    Leaf(long[] prefixes, Object[] items) {
      super(prefixes);
      this.items = items;
    }

    Object key(int index) {
      return items[2 * index];
    }

    Object value(int index) {
      return items[2 * index + 1];
    }

    /** Where the key is, or the complement of where it would be. */
    int index(Object key, long prefix) {
      int index = lowest(prefix);
      for (; index < prefixes.length && prefixes[index] == prefix; index++) {
        int order = compare(key(index), key);
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
    int entries() {
      return count();
    }

    @Override
    @Nullable Object find(Object key, long prefix) {
      int index = index(key, prefix);
      return index < 0 ? null : value(index);
    }

    @Override
    BTreeNode plus(Object key, long prefix, Object value) {
      int index = index(key, prefix);
      if (index >= 0) {
        Object[] changed = items.clone();
        changed[2 * index + 1] = value;
        return new Leaf(prefixes, changed);
      }
      int at = ~index;
      Object[] more = new Object[items.length + 2];
      System.arraycopy(items, 0, more, 0, 2 * at);
      more[2 * at] = key;
      more[2 * at + 1] = value;
      System.arraycopy(items, 2 * at, more, 2 * at + 2, items.length - 2 * at);
      return new Leaf(inserted(prefixes, at, prefix), more);
    }

    @Override
    BTreeNode minus(Object key, long prefix) {
      int index = index(key, prefix);
      if (index < 0) {
        return this;
      }
      if (count() == 1) {
        return EMPTY;
      }
      Object[] fewer = new Object[items.length - 2];
      System.arraycopy(items, 0, fewer, 0, 2 * index);
      System.arraycopy(items, 2 * index + 2, fewer, 2 * index, fewer.length - 2 * index);
      return new Leaf(without(prefixes, index), fewer);
    }

    @Override
    BTreeNode minusBelow(Object key, long prefix) {
      int index = index(key, prefix);
      return part(index >= 0 ? index : ~index, count());
    }

    @Override
    Object first() {
      return key(0);
    }

    @Override
    Object last() {
      return key(count() - 1);
    }

    @Override
    Leaf part(int from, int to) {
      if (from == 0 && to == count()) {
        return this;
      }
      return from == to
          ? EMPTY
          : new Leaf(
              Arrays.copyOfRange(prefixes, from, to), Arrays.copyOfRange(items, 2 * from, 2 * to));
    }

    @Override
    Leaf with(BTreeNode right) {
      Object[] theirs = ((Leaf) right).items;
      Object[] both = Arrays.copyOf(items, items.length + theirs.length);
      System.arraycopy(theirs, 0, both, items.length, theirs.length);
      return new Leaf(joined(prefixes, right.prefixes), both);
    }
  }

  /** Nodes, none of them empty and all as far from their leaves. */
  static final class Inner extends BTreeNode {
    private final BTreeNode[] nodes;
    private final int entries;

    private Inner(long[] prefixes, BTreeNode[] nodes, int entries) {
      super(prefixes);
      this.nodes = nodes;
      this.entries = entries;
    }

    static Inner of(BTreeNode... nodes) {
      long[] prefixes = new long[nodes.length];
      int entries = 0;
      for (int i = 0; i < nodes.length; i++) {
        prefixes[i] = nodes[i].prefixes[0];
        entries = Math.addExact(entries, nodes[i].entries());
      }
      return new Inner(prefixes, nodes, entries);
    }

    BTreeNode child(int place) {
      return nodes[place];
    }

    /** The node in which the key is if it is anywhere: the last that does not begin behind it. */
    int place(Object key, long prefix) {
      int place = prefix == Long.MAX_VALUE ? count() : lowest(prefix + 1);
      while (place > 1
          && prefixes[place - 1] == prefix
          && compare(nodes[place - 1].first(), key) > 0) {
        place--;
      }
      return Math.max(0, place - 1);
    }

    @Override
    int entries() {
      return entries;
    }

    @Override
    @Nullable Object find(Object key, long prefix) {
      return nodes[place(key, prefix)].find(key, prefix);
    }

    @Override
    BTreeNode plus(Object key, long prefix, Object value) {
      int place = place(key, prefix);
      BTreeNode changed = nodes[place].plus(key, prefix, value);
      if (changed.count() <= MOST) {
        return replaced(place, changed);
      }
      int half = changed.count() / 2;
      BTreeNode[] more = new BTreeNode[nodes.length + 1];
      System.arraycopy(nodes, 0, more, 0, place);
      more[place] = changed.part(0, half);
      more[place + 1] = changed.part(half, changed.count());
      System.arraycopy(nodes, place + 1, more, place + 2, nodes.length - place - 1);
      return of(more);
    }

    private Inner replaced(int place, BTreeNode changed) {
      BTreeNode before = nodes[place];
      BTreeNode[] others = nodes.clone();
      others[place] = changed;
      long[] same = prefixes;
      if (changed.prefixes[0] != prefixes[place]) {
        same = prefixes.clone();
        same[place] = changed.prefixes[0];
      }
      return new Inner(same, others, entries - before.entries() + changed.entries());
    }

    @Override
    BTreeNode minus(Object key, long prefix) {
      int place = place(key, prefix);
      BTreeNode changed = nodes[place].minus(key, prefix);
      if (changed == nodes[place]) {
        return this;
      }
      if (changed.count() == 0) {
        return count() == 1 ? EMPTY : part(0, place).with(part(place + 1, count()));
      }
      if (changed.count() < FEW) {
        if (place > 0 && nodes[place - 1].count() + changed.count() <= MOST) {
          return merged(place - 1, nodes[place - 1].with(changed));
        }
        if (place + 1 < count() && changed.count() + nodes[place + 1].count() <= MOST) {
          return merged(place, changed.with(nodes[place + 1]));
        }
      }
      return replaced(place, changed);
    }

    /** With one node in place of the two from a place on. */
    private Inner merged(int place, BTreeNode both) {
      BTreeNode[] fewer = new BTreeNode[nodes.length - 1];
      System.arraycopy(nodes, 0, fewer, 0, place);
      fewer[place] = both;
      System.arraycopy(nodes, place + 2, fewer, place + 1, nodes.length - place - 2);
      return of(fewer);
    }

    @Override
    BTreeNode minusBelow(Object key, long prefix) {
      int place = place(key, prefix);
      BTreeNode changed = nodes[place].minusBelow(key, prefix);
      if (changed.count() == 0) {
        return place + 1 == count() ? EMPTY : part(place + 1, count());
      }
      if (place == 0 && changed == nodes[0]) {
        return this;
      }
      return part(place, count()).replaced(0, changed);
    }

    @Override
    Object first() {
      return nodes[0].first();
    }

    @Override
    Object last() {
      return nodes[count() - 1].last();
    }

    @Override
    Inner part(int from, int to) {
      return from == 0 && to == count() ? this : of(Arrays.copyOfRange(nodes, from, to));
    }

    @Override
    Inner with(BTreeNode right) {
      BTreeNode[] theirs = ((Inner) right).nodes;
      BTreeNode[] both = Arrays.copyOf(nodes, nodes.length + theirs.length);
      System.arraycopy(theirs, 0, both, nodes.length, theirs.length);
      return of(both);
    }
  }
}
