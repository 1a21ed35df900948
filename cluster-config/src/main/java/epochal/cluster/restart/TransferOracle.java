package epochal.cluster.restart;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows what was acknowledged and what the log holds, and compares the two: every transfer whose
 * sender has answered is in the log once, at the place that the answer named, between those two
 * accounts; every one whose arrival was reported has been credited once, at the reported place; no
 * transfer is credited that was not debited, none is there twice, and none that was refused is
 * there at all. What nobody acknowledged may be there or not.
 *
 * <p>A number takes a bit for each of these, so that millions fit; places are kept only for what is
 * not settled yet.
 */
final class TransferOracle {
  private final NumberedTransfers transfers;
  private final BitSet answered = new BitSet();
  private final BitSet arrived = new BitSet();
  private final BitSet refused = new BitSet();
  private final BitSet sent = new BitSet();
  private final BitSet received = new BitSet();

  /** Where acknowledgements since the last comparison say that the events are. */
  private final Map<Long, Long> answers = new TreeMap<>();

  private final Map<Long, Long> arrivals = new TreeMap<>();

  /** Where the log has debits that are not answered yet, and credits since the last comparison. */
  private final Map<Long, Long> debits = new HashMap<>();

  private final Map<Long, Long> credits = new HashMap<>();

  /** From which number on calls are valid until which block. */
  private final TreeMap<Long, Long> validUntil = new TreeMap<>();

  /** Not known to have been obeyed or not. */
  private final TreeMap<Long, Worker.Again> open = new TreeMap<>();

  private long highest = -1;
  private long next;
  private long answeredAgain;
  private long faults;
  private @Nullable String fault;

  TransferOracle(NumberedTransfers transfers) {
    this.transfers = transfers;
  }

  /** A node with a client that sends of itself from {@link #next} on is about to be started. */
  synchronized void begin() {
    validUntil.clear();
    highest = next - 1;
  }

  /** Takes note of what that process tells. */
  synchronized void told(Report report) {
    long number = report.number();
    switch (report.kind()) {
      case VALID_UNTIL -> validUntil.put(number, report.value());
      case ANSWERED -> {
        answers.put(number, report.value());
        settled(number);
        answered.set(bit(number));
        answeredAgain += number < next ? 1 : 0;
      }
      case ARRIVED -> {
        arrivals.put(number, report.value());
        highest = Math.max(highest, number);
        arrived.set(bit(number));
      }
      case REFUSED -> {
        settled(number);
        refused.set(bit(number));
      }
      case EXPIRED -> {
        settled(number);
        debits.remove(number);
      }
      case UNSETTLED -> highest = Math.max(highest, number);
      case RUNNING, GENESIS_READ, LOG_OPENED, READY, FIRST_ANSWER, STOPPED -> {}
    }
  }

  private void settled(long number) {
    highest = Math.max(highest, number);
    open.remove(number);
  }

  private static int bit(long number) {
    return Math.toIntExact(number);
  }

  /**
   * That process is dead. What it may have sent without our hearing of it is open now.
   *
   * @param inFlight how many it may have sent beyond the highest that it told of
   */
  synchronized void dead(int inFlight) {
    if (validUntil.isEmpty()) {
      return;
    }
    long end = highest + 1 + inFlight;
    for (long number = next; number < end; number++) {
      if (!answered.get(bit(number)) && !refused.get(bit(number))) {
        Map.Entry<Long, Long> validity = validUntil.floorEntry(number);
        if (validity != null) {
          open.put(number, new Worker.Again(number, validity.getValue()));
        }
      }
    }
    next = end;
  }

  /** What the next process is to send again, as every client does that had no answer. */
  synchronized List<Worker.Again> open() {
    return new ArrayList<>(open.values());
  }

  /** The number of the first transfer that nobody can have sent. */
  synchronized long next() {
    return next;
  }

  /** Takes note of a record in the log, in the log's order. */
  synchronized void logged(Recorded<?> recorded) {
    if (!(recorded.entity() instanceof EntityId.Account(AccountId account))) {
      return;
    }
    if (recorded.event() instanceof AccountEvent.Transferred(var to, Rao amount, var dust)) {
      debited(recorded, account, to, amount, dust);
    } else if (recorded.event() instanceof AccountEvent.Credited(Rao amount, var reason)
        && reason == Message.Credit.Reason.TRANSFER) {
      credited(recorded, account, amount);
    }
  }

  private void debited(Recorded<?> recorded, AccountId from, AccountId to, Rao amount, Rao dust) {
    Long number = NumberedTransfers.number(amount);
    AccountCommand.Transfer transfer =
        number == null || number > Integer.MAX_VALUE ? null : transfers.of(number);
    if (number == null
        || transfer == null
        || !transfer.coldkey().equals(from)
        || !transfer.to().equals(to)
        || !dust.isZero()) {
      fault("The log has a transfer that nobody asked for: " + recorded);
      return;
    }
    if (sent.get(bit(number))) {
      fault(name(number) + " is doubled: its sender was debited again, " + place(recorded));
    }
    sent.set(bit(number));
    if (!answered.get(bit(number)) || answers.containsKey(number)) {
      debits.put(number, recorded.sequence());
    }
  }

  private void credited(Recorded<?> recorded, AccountId to, Rao amount) {
    Long number = NumberedTransfers.number(amount);
    AccountCommand.Transfer transfer =
        number == null || number > Integer.MAX_VALUE ? null : transfers.of(number);
    if (number == null
        || transfer == null
        || !transfer.to().equals(to)
        || !(recorded.origin() instanceof Origin.Delivered(EntityId.Account(AccountId from), var n)
            && transfer.coldkey().equals(from))) {
      fault("The log has a credit that nobody sent: " + recorded);
      return;
    }
    if (received.get(bit(number))) {
      fault(name(number) + " is doubled: its receiver was credited again, " + place(recorded));
    }
    if (!sent.get(bit(number))) {
      fault(name(number) + " was credited before it was debited, " + place(recorded));
    }
    received.set(bit(number));
    credits.put(number, recorded.sequence());
  }

  /** Compares, when everything in the log has been noted. */
  synchronized void compare() {
    answers.forEach(
        (number, sequence) -> {
          Long place = debits.remove(number);
          if (!sent.get(bit(number))) {
            fault(
                "%s is lost: its sender acknowledged it as record %d, and the log does not have it"
                    .formatted(name(number), sequence));
          } else if (place != null && !place.equals(sequence)) {
            fault(
                "%s was acknowledged by its sender as record %d, and in the log it is record %d"
                    .formatted(name(number), sequence, place));
          }
        });
    arrivals.forEach(
        (number, sequence) -> {
          Long place = credits.get(number);
          if (!received.get(bit(number))) {
            fault(
                ("%s is lost: it was durable at its receiver as record %d, and the log does not have"
                        + " it")
                    .formatted(name(number), sequence));
          } else if (!sequence.equals(place)) {
            fault(
                "%s was durable at its receiver as record %d, and in the log it is record %d"
                    .formatted(name(number), sequence, place));
          }
        });
    if (refused.intersects(sent)) {
      var both = (BitSet) refused.clone();
      both.and(sent);
      fault(name(both.nextSetBit(0)) + " was refused, and yet its sender was debited");
    }
    answers.clear();
    arrivals.clear();
    credits.clear();
  }

  /**
   * Compares for the last time, after a node has let everything arrive: what was debited must have
   * been credited.
   */
  synchronized void compareAtRest() {
    compare();
    var missing = (BitSet) sent.clone();
    missing.andNot(received);
    missing.stream()
        .forEach(number -> fault(name(number) + " is lost: it was debited and never credited"));
  }

  private void fault(String sentence) {
    faults++;
    if (fault == null) {
      fault = sentence;
    }
  }

  /** What is lost or doubled; none if nothing is. */
  synchronized @Nullable String fault() {
    return faults <= 1 ? fault : fault + " (and %,d more faults)".formatted(faults - 1);
  }

  private String name(long number) {
    AccountCommand.Transfer transfer = transfers.of(number);
    return "Transfer %d (%d rao from %s to %s)"
        .formatted(number, transfer.amount().amount(), transfer.coldkey(), transfer.to());
  }

  private static String place(Recorded<?> recorded) {
    return "in record %d of %s".formatted(recorded.sequence(), recorded.entity().text());
  }

  /** How many transfers the sender has acknowledged. */
  synchronized long acknowledged() {
    return answered.cardinality();
  }

  /** How many transfers were durable at their receivers. */
  synchronized long arrivedCount() {
    return arrived.cardinality();
  }

  /** How many had no answer before a kill, and had one when they were sent again. */
  synchronized long answeredAgain() {
    return answeredAgain;
  }

  /** How many were refused. */
  synchronized long refusedCount() {
    return refused.cardinality();
  }

  /** How many transfers the log holds, at least with their sender's event. */
  synchronized long inLog() {
    return sent.cardinality();
  }
}
