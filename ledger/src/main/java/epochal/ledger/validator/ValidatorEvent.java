package epochal.ledger.validator;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand.Stake;
import java.util.List;

/** What can happen to a validator. */
public sealed interface ValidatorEvent {

  /** Genesis gave the hotkey an owner, stakes and seats. */
  record HotkeyOpened(
      AccountId owner, boolean delegate, int take, List<Stake> stakes, List<Netuid> seats)
      implements ValidatorEvent {}

  /** A coldkey's stake came. */
  record StakeAdded(AccountId coldkey, Rao amount) implements ValidatorEvent {}

  /**
   * A coldkey's stake left for its free balance.
   *
   * @param cleared what remained below the nominator's minimum and was paid out too
   */
  record StakeRemoved(AccountId coldkey, Rao amount, Rao cleared) implements ValidatorEvent {}

  /** The hotkey became a delegate with this take, a ratio to 65535. */
  record DelegateAdded(int take) implements ValidatorEvent {}

  /** The take changed, a ratio to 65535. */
  record TakeChanged(int take) implements ValidatorEvent {}

  /**
   * Payment for a seat came and went on to the subnet.
   *
   * @param claimed whether the coldkey became the owner by it
   */
  record RegistrationForwarded(Netuid netuid, AccountId coldkey, Rao limit, boolean claimed)
      implements ValidatorEvent {}

  /**
   * The subnet refused the seat and the payment went back to the account.
   *
   * @param released whether the hotkey has no owner again, having nothing else
   */
  record RegistrationReturned(
      Message.SeatPayment payment, Netuid netuid, boolean released, String code, String sentence)
      implements ValidatorEvent {}

  /**
   * The hotkey took a seat in the root network.
   *
   * @param claimed whether the coldkey became the owner by it
   * @param take the new delegate's take, or the one that it had
   */
  record RootSeated(AccountId coldkey, boolean claimed, int take) implements ValidatorEvent {}

  /**
   * The hotkey lost its seat in a subnet.
   *
   * @param payouts all stake, returned to its coldkeys, if another hotkey took its last seat (spec
   *     03 §6.1); none if the subnet ended, which leaves stake alone (spec 03 §3.1)
   */
  record Unseated(Netuid netuid, List<Stake> payouts) implements ValidatorEvent {}

  /**
   * An epoch's reward came and became stake (spec 02 §7.2).
   *
   * @param take the owner's part of {@code validator} as delegate, in rao
   * @param shares what each coldkey's stake earned of the rest, rounded down
   * @param dust what rounding left of the rest, for the owner
   */
  record RewardPaid(
      Netuid netuid, Rao server, Rao validator, Rao take, List<Stake> shares, Rao dust)
      implements ValidatorEvent {}

  /** Money that had been sent to a coldkey came back and is its stake again. */
  record PayoutReturned(AccountId coldkey, Rao amount, String code, String sentence)
      implements ValidatorEvent {}

  /** A message was refused and went back, with its money. */
  record MessageRefused(EntityId from, Message refused, String code, String sentence)
      implements ValidatorEvent {}
}
