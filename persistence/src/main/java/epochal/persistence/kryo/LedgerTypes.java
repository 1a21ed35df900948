package epochal.persistence.kryo;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Flow;
import epochal.ledger.aggregate.Holdings;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.RecentCalls;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.map.BTreeMap;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.validator.ValidatorCommand;
import epochal.ledger.validator.ValidatorEvent;
import epochal.ledger.validator.ValidatorState;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.emission.EmissionState;
import epochal.subnets.epoch.EpochCommand;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.epoch.EpochState;
import epochal.subnets.root.RootCommand;
import epochal.subnets.root.RootEvent;
import epochal.subnets.root.RootState;
import epochal.subnets.subnet.Hyperparameter;
import epochal.subnets.subnet.Hyperparameters;
import epochal.subnets.subnet.Neuron;
import epochal.subnets.subnet.Registrations;
import epochal.subnets.subnet.SubnetCommand;
import epochal.subnets.subnet.SubnetEvent;
import epochal.subnets.subnet.SubnetState;
import java.util.List;
import java.util.SortedMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * The ledger's own types and their ids, in blocks that leave room to grow. An id is never given to
 * another type: add at the end of a block, and leave the id of a type that is gone unused.
 */
final class LedgerTypes {
  static final List<KryoTypes> BLOCKS =
      List.of(
          block(
              32,
              AccountId.class,
              Hash256.class,
              Signature.class,
              Rao.class,
              Netuid.class,
              Bytes.class,
              IntVector.class,
              LongVector.class,
              List.class,
              SortedMap.class,
              TreePMap.class,
              TreePSet.class,
              TreePVector.class,
              BTreeMap.class),
          block(
              64,
              EntityId.Account.class,
              EntityId.Validator.class,
              EntityId.Subnet.class,
              EntityId.Emission.class,
              Entity.class,
              Lanes.class,
              Lanes.Sent.class,
              RecentCalls.class,
              RecentCalls.Key.class,
              SignedCall.class,
              RejectionCode.class,
              Rejection.class,
              Recorded.class,
              LaneNotes.class,
              Origin.Signed.class,
              Origin.Delivered.class,
              Origin.Clock.class,
              Origin.Genesis.class,
              Origin.Same.class,
              Input.Submitted.class,
              Input.Arrived.class,
              Input.Internal.class,
              Flow.class,
              Holdings.class,
              NetworkParameters.class,
              Outgoing.class,
              Sourced.class,
              WeightRow.class,
              Snapshot.class),
          block(
              128,
              Message.Credit.class,
              Message.Credit.Reason.class,
              Message.StakeDeposit.class,
              Message.StakeWithdrawal.class,
              Message.Delegation.class,
              Message.TakeChange.class,
              Message.RegistrationPayment.class,
              Message.RootSeat.class,
              Message.Eviction.class,
              Message.Reward.class,
              Message.SeatPayment.class,
              Message.NetworkOpened.class,
              Message.NetworkClosed.class,
              Message.EpochOutcome.class,
              Message.LockPayment.class,
              Message.Recycled.class,
              Message.Recycled.Reason.class,
              Message.SubnetTerms.class,
              Message.EpochSettled.class,
              Message.EpochDue.class,
              Message.Refusal.class),
          block(
              192,
              Query.Receivable.class,
              Query.Standing.class,
              Query.Admissible.class,
              Query.SeatTerms.class,
              Query.LockTerms.class,
              Query.EpochInputs.class,
              Query.RootInputs.class,
              Query.EmissionShares.class),
          block(
              224,
              Fact.Admission.class,
              Fact.ValidatorStanding.class,
              Fact.Terms.class,
              Fact.EpochSource.class,
              Fact.RootSource.class,
              Fact.Shares.class,
              Fact.Worked.class),
          block(
              256,
              AccountState.class,
              AccountCommand.Open.class,
              AccountCommand.Transfer.class,
              AccountCommand.TransferAll.class,
              AccountCommand.AddStake.class,
              AccountCommand.RemoveStake.class,
              AccountCommand.BecomeDelegate.class,
              AccountCommand.IncreaseTake.class,
              AccountCommand.DecreaseTake.class,
              AccountCommand.BurnedRegister.class,
              AccountCommand.RegisterNetwork.class),
          block(
              288,
              AccountEvent.AccountOpened.class,
              AccountEvent.Transferred.class,
              AccountEvent.StakeSent.class,
              AccountEvent.UnstakeRequested.class,
              AccountEvent.DelegationRequested.class,
              AccountEvent.TakeChangeRequested.class,
              AccountEvent.RegistrationPaid.class,
              AccountEvent.NetworkLockPaid.class,
              AccountEvent.Credited.class,
              AccountEvent.CreditRefused.class,
              AccountEvent.SendingReturned.class),
          block(
              320,
              ValidatorState.class,
              ValidatorState.Operations.class,
              ValidatorCommand.Open.class,
              ValidatorCommand.Stake.class),
          block(
              352,
              ValidatorEvent.HotkeyOpened.class,
              ValidatorEvent.StakeAdded.class,
              ValidatorEvent.StakeRemoved.class,
              ValidatorEvent.DelegateAdded.class,
              ValidatorEvent.TakeChanged.class,
              ValidatorEvent.RegistrationForwarded.class,
              ValidatorEvent.RegistrationReturned.class,
              ValidatorEvent.RootSeated.class,
              ValidatorEvent.Unseated.class,
              ValidatorEvent.RewardPaid.class,
              ValidatorEvent.PayoutReturned.class,
              ValidatorEvent.MessageRefused.class),
          block(
              384,
              SubnetState.class,
              SubnetState.Commit.class,
              Hyperparameter.class,
              Hyperparameters.class,
              Neuron.class,
              Neuron.Scores.class,
              Neuron.Axon.class,
              Neuron.Prometheus.class,
              Neuron.Ip.class,
              Registrations.class,
              SubnetCommand.Open.class,
              SubnetCommand.Seat.class,
              SubnetCommand.AdjustTerms.class,
              SubnetCommand.SetWeights.class,
              SubnetCommand.CommitWeights.class,
              SubnetCommand.RevealWeights.class,
              SubnetCommand.ServeAxon.class,
              SubnetCommand.ServePrometheus.class,
              SubnetCommand.SetHyperparameter.class),
          block(
              448,
              SubnetEvent.SubnetOpened.class,
              SubnetEvent.SubnetClosed.class,
              SubnetEvent.TermsAdjusted.class,
              SubnetEvent.NeuronRegistered.class,
              SubnetEvent.SeatRefused.class,
              SubnetEvent.WeightsSet.class,
              SubnetEvent.WeightsCommitted.class,
              SubnetEvent.WeightsRevealed.class,
              SubnetEvent.AxonServed.class,
              SubnetEvent.PrometheusServed.class,
              SubnetEvent.HyperparameterSet.class,
              SubnetEvent.EpochApplied.class),
          block(
              512,
              RootState.class,
              RootState.Entry.class,
              RootState.Seat.class,
              RootCommand.Open.class,
              RootCommand.FirstSubnet.class,
              RootCommand.FirstSeat.class,
              RootCommand.RootRegister.class,
              RootCommand.SetRootWeights.class,
              RootCommand.DissolveNetwork.class),
          block(
              544,
              RootEvent.RootOpened.class,
              RootEvent.NetworkAdded.class,
              RootEvent.NetworkRemoved.class,
              RootEvent.LockRefused.class,
              RootEvent.RootSeatTaken.class,
              RootEvent.RootWeightsSet.class),
          block(
              576,
              EmissionState.class,
              EmissionState.SubnetEmission.class,
              EmissionCommand.Open.class,
              EmissionCommand.FirstSubnet.class,
              EmissionCommand.Tick.class),
          block(
              608,
              EmissionEvent.NetworkBegan.class,
              EmissionEvent.RootEpochHeld.class,
              EmissionEvent.Share.class,
              EmissionEvent.RootEpochSkipped.class,
              EmissionEvent.BlockMinted.class,
              EmissionEvent.SubnetReward.class,
              EmissionEvent.SubnetTermsSet.class,
              EmissionEvent.SubnetEnded.class,
              EmissionEvent.EpochAccounted.class,
              EmissionEvent.IssuanceReduced.class,
              EmissionEvent.OwnerCutReturned.class),
          block(
              640,
              EpochState.class,
              EpochState.Due.class,
              EpochCommand.HoldEpoch.class,
              EpochCommand.PayEpoch.class),
          block(
              672,
              EpochEvent.EpochQueued.class,
              EpochEvent.EpochHeld.class,
              EpochEvent.EpochSkipped.class,
              EpochEvent.EpochPaid.class,
              EpochEvent.RewardReturned.class,
              EpochEvent.EpochsEnded.class));

  private static final int LAST_ID = 999;

  private LedgerTypes() {}

  private static KryoTypes block(int firstId, Class<?>... types) {
    return new Block(firstId, List.of(types));
  }

  private record Block(int firstId, List<Class<?>> types) implements KryoTypes {
    @Override
    public int lastId() {
      return LAST_ID;
    }
  }
}
