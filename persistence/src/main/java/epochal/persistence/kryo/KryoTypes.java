package epochal.persistence.kryo;

import java.util.List;

/**
 * Classes that another module adds to the {@link KryoRegistry}; found with {@link
 * java.util.ServiceLoader}.
 *
 * <p>Ids are on the wire and in snapshots. The type at index i has the id {@link #firstId} + i, so
 * that types are only ever added at the end. Each module has a range to itself: below 1000 what is
 * the ledger's own, 1000 to 1999 the actors, 2000 to 2999 what operators run.
 */
public interface KryoTypes {
  /** The first id of the range. */
  int firstId();

  /** The last id that may be used. */
  int lastId();

  /** Records and enums, in the order of their ids. */
  List<Class<?>> types();
}
