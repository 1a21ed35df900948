package epochal.subnets.epoch;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.LongVector;
import java.util.List;

/** What can happen to the epochs of a subnet. */
public sealed interface EpochEvent {

  /** An epoch fell due and its emission came. */
  record EpochQueued(long dueBlock, int tempo, Rao emission) implements EpochEvent {}

  /**
   * An epoch was held. Together with the logs that the sequence numbers point into, this is all
   * that is needed to hold it again.
   *
   * @param emission to be paid
   * @param subnetSequence how many events of the subnet stood behind its inputs
   * @param hotkeys by uid
   * @param registrations which registration had given each hotkey its seat
   * @param stakes of the hotkeys, in rao
   * @param stakeSequences how many events of each hotkey stood behind its stake
   * @param serverEmission what mining earned each uid, in rao
   * @param validatorEmission what validating earned each uid, in rao
   * @param bonds the rows to go on with
   * @param discarded whether the payments came to more than the emission and nothing is paid
   */
  record EpochHeld(
      long dueBlock,
      Rao emission,
      long subnetSequence,
      List<AccountId> hotkeys,
      LongVector registrations,
      LongVector stakes,
      LongVector stakeSequences,
      Message.EpochOutcome outcome,
      LongVector serverEmission,
      LongVector validatorEmission,
      List<WeightRow> bonds,
      boolean discarded)
      implements EpochEvent {}

  /** The subnet was gone when its epoch was to be held; the emission went back. */
  record EpochSkipped(long dueBlock, Rao emission) implements EpochEvent {}

  /** An epoch was paid, one block later or more; what rounding left went back. */
  record EpochPaid(long dueBlock, Rao paid, Rao remainder) implements EpochEvent {}

  /** A hotkey could not be paid; the money went back. */
  record RewardReturned(AccountId hotkey, Rao amount, String code) implements EpochEvent {}

  /** The subnet ended; what was not paid went back. */
  record EpochsEnded(Rao remainder) implements EpochEvent {}
}
