package epochal.persistence.audit;

import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.lane.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What some records have changed about the money, by block. For one thread.
 *
 * <p>Amounts wrap around: what some records send and others take may be any multiple of all money
 * that there is, and only the sum over all records of a window is meant.
 */
final class SupplyChanges {
  private static final int TERMS = Term.values().length;
  private static final int NEAR = 16;

  private final Map<Long, long[]> byBlock = new HashMap<>();
  private final List<Issued> issued = new ArrayList<>();

  /** Records go to and fro between a few blocks, whose rows are found here: block and its row. */
  private final long[] lately = new long[NEAR];

  private final long[][] rows = new long[NEAR][];

  /** Where money can be, and how it comes and goes. */
  enum Term {
    MINTED,
    RECYCLED,
    FREE,
    STAKED,
    PENDING,
    LOCKED,
    IN_FLIGHT
  }

  /**
   * What a record has changed about the issuance, in rao.
   *
   * @param position of the record
   * @param pending emission of which is minted and not yet paid
   * @param unissued emission on its way to or from epochs
   */
  record Issued(long position, long minted, long recycled, long pending, long unissued) {}

  SupplyChanges() {
    clear();
  }

  Map<Long, long[]> byBlock() {
    return byBlock;
  }

  /** The few records that have changed it, in no order. */
  List<Issued> issued() {
    return issued;
  }

  void clear() {
    byBlock.clear();
    issued.clear();
    Arrays.fill(lately, -1);
  }

  /** With what others have changed. */
  void add(SupplyChanges others) {
    others.byBlock.forEach(
        (at, terms) -> {
          long[] row = row(at);
          for (int term = 0; term < TERMS; term++) {
            row[term] += terms[term];
          }
        });
  }

  /** A record with an event, the messages of which go on their way. */
  void moved(long position, long at, Flow flow, Holdings held, Holdings holds) {
    long minted = flow.minted().amount();
    long recycled = flow.recycled().amount();
    long pending = holds.pending().amount() - held.pending().amount();
    add(at, Term.MINTED, minted);
    add(at, Term.RECYCLED, recycled);
    add(at, Term.FREE, holds.free().amount() - held.free().amount());
    add(at, Term.STAKED, holds.staked().amount() - held.staked().amount());
    add(at, Term.PENDING, pending);
    add(at, Term.LOCKED, holds.locked().amount() - held.locked().amount());
    if (minted != 0 || recycled != 0 || pending != 0) {
      issued.add(new Issued(position, minted, recycled, pending, 0));
    }
  }

  /** A message goes on its way. */
  void sent(long position, long at, Message message) {
    add(at, Term.IN_FLIGHT, message.value().amount());
    unissued(position, unissued(message));
  }

  /** A message has come to its end. */
  void taken(long position, long at, Message message) {
    add(at, Term.IN_FLIGHT, -message.value().amount());
    unissued(position, -unissued(message));
  }

  private void unissued(long position, long change) {
    if (change != 0) {
      issued.add(new Issued(position, 0, 0, 0, change));
    }
  }

  private static long unissued(Message message) {
    return switch (message) {
      case Message.EpochDue due -> due.emission().amount();
      case Message.EpochSettled settled ->
          Math.addExact(settled.paid().amount(), settled.remainder().amount());
      default -> 0;
    };
  }

  private void add(long at, Term term, long change) {
    if (change == 0) {
      return;
    }
    long[] row = row(at);
    row[term.ordinal()] += change;
  }

  private long[] row(long at) {
    int place = (int) at & NEAR - 1;
    if (lately[place] != at) {
      rows[place] = byBlock.computeIfAbsent(at, unused -> new long[TERMS]);
      lately[place] = at;
    }
    return rows[place];
  }
}
