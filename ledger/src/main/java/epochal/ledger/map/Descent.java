package epochal.ledger.map;

/**
 * Goes down a map towards a key, one node at a time, and finds nothing: it only brings into the
 * processor's cache what a search for the key will read. Whoever has many searches to make lets all
 * go down together, so that the processor waits for the memory of many at once. For one thread.
 */
public final class Descent<K extends Comparable<? super K>, V> {
  private final Layout<K, V> layout;
  private final K key;
  private final long prefix;
  private BTreeNode node;

  /** At the top of a map. */
  public Descent(BTreeMap<K, V> map, K key) {
    this.layout = map.layout();
    this.node = map.root();
    this.key = key;
    this.prefix = layout.prefix(key);
  }

  /** Looks at the node that it is at; the answer means nothing. */
  public int touch() {
    return node.touch();
  }

  /** Goes to the node below; false if there is none. */
  public boolean down() {
    if (node instanceof BTreeNode.Inner inner) {
      node = inner.child(inner.place(layout, key, prefix));
      return true;
    }
    return false;
  }
}
