package epochal.ledger.validator;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * A hotkey.
 *
 * @param hotkey its key
 * @param owner the one coldkey that owns it; none while nobody has registered it
 * @param claimedThrough the subnet with whose registration the owner came and which may still
 *     refuse it; none once the hotkey has lost that seat, or had an owner before
 * @param delegate whether it takes everyone's stake
 * @param take a delegate's part of validation rewards, a ratio to 65535
 * @param stakes by coldkey, none of them zero
 * @param total of all stakes
 * @param seats the subnets in which it has a seat, root included
 * @param operations each coldkey's recent stake operations, for the rate limit
 */
public record ValidatorState(
    AccountId hotkey,
    @Nullable AccountId owner,
    @Nullable Netuid claimedThrough,
    boolean delegate,
    int take,
    TreePMap<AccountId, Rao> stakes,
    Rao total,
    TreePSet<Netuid> seats,
    TreePMap<AccountId, Operations> operations) {

  /**
   * Stake operations of one coldkey in its current window.
   *
   * @param last the block of the last one
   * @param count in the window that it belongs to
   */
  public record Operations(long last, int count) {}

  static ValidatorState unknown(AccountId hotkey) {
    return new ValidatorState(
        hotkey,
        null,
        null,
        false,
        0,
        TreePMap.empty(),
        Rao.ZERO,
        TreePSet.empty(),
        TreePMap.empty());
  }

  public Rao stakeOf(AccountId coldkey) {
    Rao stake = stakes.get(coldkey);
    return stake == null ? Rao.ZERO : stake;
  }

  ValidatorState ownedBy(@Nullable AccountId newOwner) {
    return claimedBy(newOwner, null);
  }

  ValidatorState claimedBy(@Nullable AccountId newOwner, @Nullable Netuid through) {
    return new ValidatorState(
        hotkey, newOwner, through, delegate, take, stakes, total, seats, operations);
  }

  ValidatorState delegating(int newTake) {
    return new ValidatorState(
        hotkey, owner, claimedThrough, true, newTake, stakes, total, seats, operations);
  }

  ValidatorState withStake(AccountId coldkey, Rao added) {
    if (added.isZero()) {
      return this;
    }
    return new ValidatorState(
        hotkey,
        owner,
        claimedThrough,
        delegate,
        take,
        stakes.plus(coldkey, stakeOf(coldkey).plus(added)),
        total.plus(added),
        seats,
        operations);
  }

  ValidatorState withoutStake(AccountId coldkey, Rao removed) {
    Rao left = stakeOf(coldkey).minus(removed);
    return new ValidatorState(
        hotkey,
        owner,
        claimedThrough,
        delegate,
        take,
        left.isZero() ? stakes.minus(coldkey) : stakes.plus(coldkey, left),
        total.minus(removed),
        seats,
        operations);
  }

  ValidatorState seated(Netuid netuid) {
    return new ValidatorState(
        hotkey,
        owner,
        claimedThrough,
        delegate,
        take,
        stakes,
        total,
        seats.plus(netuid),
        operations);
  }

  ValidatorState unseated(Netuid netuid) {
    return new ValidatorState(
        hotkey,
        owner,
        netuid.equals(claimedThrough) ? null : claimedThrough,
        delegate,
        take,
        stakes,
        total,
        seats.minus(netuid),
        operations);
  }

  /** Counts one stake operation; windows that have passed are forgotten. */
  ValidatorState operated(AccountId coldkey, long block, long interval) {
    var kept = operations;
    for (var entry : operations.entrySet()) {
      if (entry.getValue().last() + interval <= block) {
        kept = kept.minus(entry.getKey());
      }
    }
    Operations before = kept.get(coldkey);
    int count = before == null ? 1 : before.count() + 1;
    return new ValidatorState(
        hotkey,
        owner,
        claimedThrough,
        delegate,
        take,
        stakes,
        total,
        seats,
        kept.plus(coldkey, new Operations(block, count)));
  }
}
