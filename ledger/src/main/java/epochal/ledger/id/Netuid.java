package epochal.ledger.id;

/**
 * The number of a subnet, 0 to 65535; 0 is root.
 *
 * @param value an unsigned 16-bit number
 */
public record Netuid(int value) implements Comparable<Netuid> {
  public static final Netuid ROOT = new Netuid(0);

  public Netuid {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException("a netuid is 0 to 65535, not " + value);
    }
  }

  public static Netuid of(int value) {
    return value == 0 ? ROOT : new Netuid(value);
  }

  public boolean isRoot() {
    return value == 0;
  }

  @Override
  public int compareTo(Netuid other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
