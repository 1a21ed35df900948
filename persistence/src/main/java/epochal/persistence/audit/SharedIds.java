package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.persistence.record.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the streams, for one thread.
 *
 * <p>Every message names its sender. To make an id and look it up among the streams of all threads
 * was a tenth of an audit's time, nearly all of it waiting for memory: table, node, id, key. Here
 * the words of the accounts that were seen lately lie side by side, and an id that is found was
 * never made. Two keys that fall on the same place displace each other, which costs time and
 * nothing else.
 */
final class SharedIds implements Ids {
  private static final int WORDS = 4;
  private static final int MOST = 1 << 16;

  private final Streams streams;
  private int places = 64;
  private long[] keys = new long[WORDS * places];
  private @Nullable EntityId[] ids = new @Nullable EntityId[places];

  /** Since there are this many places. */
  private int missed;

  SharedIds(Streams streams) {
    this.streams = streams;
  }

  @Override
  public EntityId account(long a, long b, long c, long d) {
    long mixed = (a ^ d) * 0x9e37_79b9_7f4a_7c15L;
    int place = (int) (mixed >>> Integer.SIZE) & places - 1;
    int at = WORDS * place;
    if (keys[at] == a && keys[at + 1] == b && keys[at + 2] == c && keys[at + 3] == d) {
      EntityId known = ids[place];
      if (known != null) {
        return known;
      }
    }
    EntityId id = shared(EntityId.account(new AccountId(a, b, c, d)));
    if (++missed > places && places < MOST) {
      missed = 0;
      places *= 2;
      keys = new long[WORDS * places];
      ids = new @Nullable EntityId[places];
    } else {
      keys[at] = a;
      keys[at + 1] = b;
      keys[at + 2] = c;
      keys[at + 3] = d;
      ids[place] = id;
    }
    return id;
  }

  @Override
  public EntityId shared(EntityId id) {
    return streams.of(id).entity();
  }
}
