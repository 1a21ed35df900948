package epochal.ledger.account;

import epochal.ledger.aggregate.Call;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account can be told to do. All but {@link Open} are signed by its coldkey. */
public sealed interface AccountCommand {

  /** The network's genesis gives the account its balance. */
  record Open(Rao free, List<AccountId> stakingHotkeys) implements AccountCommand {}

  /** A call in the account's own name. */
  sealed interface ByColdkey extends AccountCommand, Call {
    AccountId coldkey();

    @Override
    default AccountId actor() {
      return coldkey();
    }

    @Override
    default EntityId target() {
      return EntityId.account(coldkey());
    }
  }

  /**
   * Sends {@code amount} to another account (spec 01 §2.2).
   *
   * @param keepAlive refuse rather than end the sending account
   */
  record Transfer(AccountId coldkey, AccountId to, Rao amount, boolean keepAlive)
      implements ByColdkey {}

  /** Sends everything, or everything but the existential deposit (spec 01 §2.2). */
  record TransferAll(AccountId coldkey, AccountId to, boolean keepAlive) implements ByColdkey {}

  /** Stakes on a hotkey (spec 05 §1.3). */
  record AddStake(AccountId coldkey, AccountId hotkey, Rao amount) implements ByColdkey {}

  /** Takes stake back from a hotkey (spec 05 §1.4). */
  record RemoveStake(AccountId coldkey, AccountId hotkey, Rao amount) implements ByColdkey {}

  /** Makes an own hotkey a delegate, open to everyone's stake (spec 05 §1.1). */
  record BecomeDelegate(AccountId coldkey, AccountId hotkey) implements ByColdkey {}

  /** Raises the take of an own delegate, a ratio to 65535 (spec 05 §1.2). */
  record IncreaseTake(AccountId coldkey, AccountId hotkey, int take) implements ByColdkey {}

  /** Lowers the take of an own delegate, a ratio to 65535 (spec 05 §1.2). */
  record DecreaseTake(AccountId coldkey, AccountId hotkey, int take) implements ByColdkey {}

  /**
   * Registers a hotkey in a subnet by burning its price (spec 03 §4.1).
   *
   * @param limit the most to pay; none means the price at the moment of the decision
   */
  record BurnedRegister(AccountId coldkey, Netuid netuid, AccountId hotkey, @Nullable Rao limit)
      implements ByColdkey {}

  /**
   * Creates a subnet by locking its cost (spec 03 §2.1).
   *
   * @param limit the most to lock; none means the cost at the moment of the decision
   */
  record RegisterNetwork(AccountId coldkey, @Nullable Rao limit) implements ByColdkey {}
}
