package epochal.ledger.lane;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one aggregate may send another on a lane: the whole traffic of the ledger on one
 * page.
 *
 * <p>A message that carries money <em>is</em> that money while it is under way: the sender's event
 * took it out, the receiver's event puts it in. A receiver that must not take it answers with a
 * {@link Refusal}, which carries the money back.
 */
public sealed interface Message {

  /** The money that travels with this message. */
  default Rao value() {
    return Rao.ZERO;
  }

  // To an account

  /** Free balance for the receiving account. */
  record Credit(Rao amount, Reason reason) implements Message {
    @Override
    public Rao value() {
      return amount;
    }

    /** What a credit is for. */
    public enum Reason {
      TRANSFER,
      UNSTAKED,
      CHANGE,
      OWNER_CUT,
      LOCK_RETURNED,
      EVICTED
    }
  }

  // To a validator

  /** Stake of {@code coldkey} on the receiving hotkey (spec 05 §1.3). */
  record StakeDeposit(AccountId coldkey, Rao amount) implements Message {
    @Override
    public Rao value() {
      return amount;
    }
  }

  /** A coldkey asks for its stake back; the money comes as a {@link Credit} (spec 05 §1.4). */
  record StakeWithdrawal(AccountId coldkey, Rao amount) implements Message {}

  /** The owner makes the receiving hotkey a delegate (spec 05 §1.1). */
  record Delegation(AccountId coldkey) implements Message {}

  /** The owner changes the take, a ratio to 65535 (spec 05 §1.2). */
  record TakeChange(AccountId coldkey, int take, boolean increase) implements Message {}

  /**
   * A coldkey pays for a seat of the receiving hotkey in a subnet; the hotkey's owner is settled
   * here, then the payment goes on as a {@link SeatPayment}.
   *
   * @param limit the most that may be taken; what is above the price comes back as change
   */
  record RegistrationPayment(Netuid netuid, AccountId coldkey, Rao limit) implements Message {
    @Override
    public Rao value() {
      return limit;
    }
  }

  /** The receiving hotkey has a seat in the root network (spec 02 §4.2). */
  record RootSeat(AccountId coldkey) implements Message {}

  /** Another hotkey has taken the receiving hotkey's seat in a subnet. */
  record Eviction(Netuid netuid) implements Message {}

  /**
   * What one epoch pays the receiving hotkey (spec 02 §7.2).
   *
   * @param server for mining, all to the owner
   * @param validator for validating, shared with the nominators
   */
  record Reward(Netuid netuid, Rao server, Rao validator) implements Message {
    @Override
    public Rao value() {
      return server.plus(validator);
    }
  }

  // To a subnet

  /** Payment for a seat, sent on by the hotkey (spec 03 §4.1). */
  record SeatPayment(AccountId hotkey, AccountId coldkey, Rao limit) implements Message {
    @Override
    public Rao value() {
      return limit;
    }
  }

  /** Root has created the receiving subnet. */
  record NetworkOpened(AccountId owner) implements Message {}

  /**
   * The receiving subnet, or its emission, ends here, or the subnet in which the receiving hotkey
   * has a seat has ended (spec 03 §3.1).
   */
  record NetworkClosed() implements Message {}

  /**
   * What an epoch found out about each uid, all vectors by uid and as unsigned 16-bit ratios unless
   * said otherwise.
   *
   * @param block at which the epoch was due
   * @param registrations how many registrations the subnet had seen when it was asked for the
   *     inputs; a seat taken later keeps its own values
   * @param permits 0 or 1
   * @param active 0 or 1
   * @param emission rao, server and validator together
   */
  record EpochOutcome(
      long block,
      long registrations,
      IntVector permits,
      IntVector active,
      IntVector stakeWeight,
      IntVector consensus,
      IntVector incentive,
      IntVector dividends,
      IntVector validatorTrust,
      LongVector emission)
      implements Message {}

  /** A coldkey pays the lock of a new subnet, to the root network (spec 03 §2.1). */
  record LockPayment(AccountId coldkey, Rao limit) implements Message {
    @Override
    public Rao value() {
      return limit;
    }
  }

  // To the network's emission

  /** Money that leaves the supply. */
  record Recycled(Rao amount, Reason reason) implements Message {
    @Override
    public Rao value() {
      return amount;
    }

    /** Why it leaves. */
    public enum Reason {
      DUST,
      REGISTRATION,
      UNPAYABLE
    }
  }

  /**
   * What the emission must know of a subnet.
   *
   * @param tempo blocks, 0 for never
   * @param owner who receives the owner's cut; none for a subnet that root created
   */
  record SubnetTerms(
      Netuid netuid, boolean exists, int tempo, boolean emitting, @Nullable AccountId owner)
      implements Message {}

  /** An epoch has been paid; {@code remainder} was never minted in the chain's sense. */
  record EpochSettled(Netuid netuid, long block, Rao paid, Rao remainder) implements Message {
    @Override
    public Rao value() {
      return remainder;
    }
  }

  // To a subnet's emission

  /** The emission of one epoch, due at {@code block}. */
  record EpochDue(long block, int tempo, Rao emission) implements Message {
    @Override
    public Rao value() {
      return emission;
    }
  }

  // To anyone

  /**
   * The receiver could not take a message and sends it back, money included.
   *
   * @param code the specification's error name
   */
  record Refusal(Message refused, String code, String sentence) implements Message {
    @Override
    public Rao value() {
      return refused.value();
    }
  }

  /** The money that travels with all of these. */
  static Rao total(List<Outgoing> messages) {
    Rao total = Rao.ZERO;
    for (Outgoing outgoing : messages) {
      total = total.plus(outgoing.message().value());
    }
    return total;
  }
}
