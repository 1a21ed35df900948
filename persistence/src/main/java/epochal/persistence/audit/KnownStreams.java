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
 * the words of the accounts lie side by side, and an id that is found was never made. A key stands
 * at its place or at one of the next few, so that half of them may be taken and hardly a key finds
 * no room; one that finds none displaces another, which costs time and nothing else.
 */
final class KnownStreams implements Ids {
  private static final int WORDS = 4;

  /** Places at which a key may stand. */
  private static final int NEAR = 8;

  private static final int MOST = 1 << 17;

  private final Streams streams;
  private int places = 64;
  private long[] keys = new long[WORDS * (places + NEAR)];
  private @Nullable Stream[] known = new @Nullable Stream[places + NEAR];
  private int count;

  KnownStreams(Streams streams) {
    this.streams = streams;
  }

  @Override
  public EntityId account(long a, long b, long c, long d) {
    Stream found = found(a, b, c, d);
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
    Stream found = found(a, b, c, d);
    if (found == null) {
      found = streams.of(entity);
      if (2 * count >= places && places < MOST) {
        grow();
      }
      keep(a, b, c, d, found);
    }
    return found;
  }

  private int place(long a, long d) {
    long mixed = (a ^ d) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> Integer.SIZE) & places - 1;
  }

  private @Nullable Stream found(long a, long b, long c, long d) {
    int place = place(a, d);
    for (int at = WORDS * place; at < WORDS * (place + NEAR); at += WORDS) {
      if (keys[at] == a && keys[at + 1] == b && keys[at + 2] == c && keys[at + 3] == d) {
        return known[at / WORDS];
      }
    }
    return null;
  }

  private void keep(long a, long b, long c, long d, Stream stream) {
    int place = place(a, d);
    int free = place;
    while (free < place + NEAR && known[free] != null) {
      free++;
    }
    if (free < place + NEAR) {
      count++;
    } else {
      free = place;
    }
    int at = WORDS * free;
    keys[at] = a;
    keys[at + 1] = b;
    keys[at + 2] = c;
    keys[at + 3] = d;
    known[free] = stream;
  }

  private void grow() {
    long[] words = keys;
    @Nullable Stream[] old = known;
    places *= 2;
    keys = new long[WORDS * (places + NEAR)];
    known = new @Nullable Stream[places + NEAR];
    count = 0;
    for (int i = 0; i < old.length; i++) {
      Stream stream = old[i];
      if (stream != null) {
        int at = WORDS * i;
        keep(words[at], words[at + 1], words[at + 2], words[at + 3], stream);
      }
    }
  }
}
