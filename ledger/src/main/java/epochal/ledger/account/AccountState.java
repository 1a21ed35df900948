package epochal.ledger.account;

import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import org.pcollections.TreePSet;

/**
 * An account.
 *
 * @param coldkey its key
 * @param free the balance; an account exists while it is not zero, and it is never between zero and
 *     the existential deposit
 * @param lastTx the block of the last key or stake operation, 0 for none (spec 01 §12)
 * @param lastTakeChange the block of the last become-delegate or increase of a take, 0 for none
 * @param stakingHotkeys every hotkey that it ever staked on (spec 01 §5)
 */
public record AccountState(
    AccountId coldkey,
    Rao free,
    long lastTx,
    long lastTakeChange,
    TreePSet<AccountId> stakingHotkeys) {

  static AccountState none(AccountId coldkey) {
    return new AccountState(coldkey, Rao.ZERO, 0, 0, TreePSet.empty());
  }

  public boolean exists() {
    return !free.isZero();
  }

  AccountState withFree(Rao newFree) {
    return new AccountState(coldkey, newFree, lastTx, lastTakeChange, stakingHotkeys);
  }

  AccountState staking(AccountId hotkey, long block) {
    return new AccountState(coldkey, free, block, lastTakeChange, stakingHotkeys.plus(hotkey));
  }

  AccountState touched(long block) {
    return new AccountState(coldkey, free, block, lastTakeChange, stakingHotkeys);
  }

  AccountState takeChanged(long block) {
    return new AccountState(coldkey, free, lastTx, block, stakingHotkeys);
  }
}
