package epochal.ledger.account;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import java.util.List;

/** What can happen to an account. */
public sealed interface AccountEvent {

  /** Genesis gave the account its balance. */
  record AccountOpened(Rao free, List<AccountId> stakingHotkeys) implements AccountEvent {}

  /**
   * Money left for another account.
   *
   * @param dust what remained below the existential deposit and left the supply
   */
  record Transferred(AccountId to, Rao amount, Rao dust) implements AccountEvent {}

  /** Money left to be staked on a hotkey. */
  record StakeSent(AccountId hotkey, Rao amount) implements AccountEvent {}

  /** A hotkey was asked to give stake back. */
  record UnstakeRequested(AccountId hotkey, Rao amount) implements AccountEvent {}

  /** A hotkey was asked to become a delegate. */
  record DelegationRequested(AccountId hotkey) implements AccountEvent {}

  /** A hotkey was asked to change its take. */
  record TakeChangeRequested(AccountId hotkey, int take, boolean increase)
      implements AccountEvent {}

  /** Money left to pay for a seat; what is above the price comes back. */
  record RegistrationPaid(Netuid netuid, AccountId hotkey, Rao limit) implements AccountEvent {}

  /** Money left to be locked for a new subnet; what is above the cost comes back. */
  record NetworkLockPaid(Rao limit) implements AccountEvent {}

  /** Money came. */
  record Credited(Rao amount, Message.Credit.Reason reason) implements AccountEvent {}

  /**
   * Money came that was too little to bring the account into being. It went back; change and a
   * returned lock, whose sender has nowhere to put them, left the supply as dust.
   */
  record CreditRefused(EntityId from, Message.Credit credit, String code, String sentence)
      implements AccountEvent {}

  /**
   * Something that the account had sent came back.
   *
   * @param restored added to the free balance again
   * @param dust what was too little to bring the account back into being and left the supply
   */
  record SendingReturned(Message refused, Rao restored, Rao dust, String code, String sentence)
      implements AccountEvent {}
}
