package epochal.ledger.map;

/** A key of a {@link BTreeMap} that most others can be told from by 64 bits. */
public interface Prefixed {

  /**
   * A number that orders as the keys do, as far as it goes: a key that is less than another never
   * has a greater number. Compared as signed.
   */
  long prefix();
}
