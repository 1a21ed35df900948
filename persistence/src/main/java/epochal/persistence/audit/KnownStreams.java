package epochal.persistence.audit;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.persistence.record.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The streams that one thread has seen lately, and the ids of all.
 *
 * <p>Every message names its sender. To make an id and look it up among the streams of all threads
 * was a tenth of an audit's time, nearly all of it waiting for memory: table, node, id, key. Here
 * the words of the accounts lie side by side, and an id that is found was never made. Two keys that
 * fall on the same place displace each other, which costs time and nothing else.
 */
final class KnownStreams implements Ids {
  private static final int WORDS = 4;
  private static final int MOST = 1 << 16;

  private final Streams streams;
  private int places = 64;
  private long[] keys = new long[WORDS * places];
  private @Nullable Stream[] known = new @Nullable Stream[places];

  /** Since there are this many places. */
  private int missed;

  KnownStreams(Streams streams) {
    this.streams = streams;
  }

  @Override
  public EntityId account(long a, long b, long c, long d) {
    Stream found = found(place(a, d), a, b, c, d);
    return found == null ? shared(EntityId.account(new AccountId(a, b, c, d))) : found.entity();
  }

  @Override
  public EntityId shared(EntityId id) {
    return of(id).entity();
  }

  /** The stream of an entity, whether it has records or not. */
  Stream of(EntityId entity) {
    if (!(entity instanceof EntityId.Account(AccountId(long a, long b, long c, long d)))) {
      return streams.of(entity);
    }
    int place = place(a, d);
    Stream found = found(place, a, b, c, d);
    if (found == null) {
      found = streams.of(entity);
      keep(place, a, b, c, d, found);
    }
    return found;
  }

  private int place(long a, long d) {
    long mixed = (a ^ d) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> Integer.SIZE) & places - 1;
  }

  private @Nullable Stream found(int place, long a, long b, long c, long d) {
    int at = WORDS * place;
    return keys[at] == a && keys[at + 1] == b && keys[at + 2] == c && keys[at + 3] == d
        ? known[place]
        : null;
  }

  private void keep(int place, long a, long b, long c, long d, Stream stream) {
    if (++missed > places && places < MOST) {
      missed = 0;
      places *= 2;
      keys = new long[WORDS * places];
      known = new @Nullable Stream[places];
      return;
    }
    int at = WORDS * place;
    keys[at] = a;
    keys[at + 1] = b;
    keys[at + 2] = c;
    keys[at + 3] = d;
    known[place] = stream;
  }
}
