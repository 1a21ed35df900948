package epochal.subnets.emission;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.LongVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to the network's emission. */
public sealed interface EmissionEvent {

  /** The network began. */
  record NetworkBegan(Rao issuance, List<EmissionCommand.FirstSubnet> subnets)
      implements EmissionEvent {}

  /**
   * The root validators decided the subnets' shares (spec 02 §4.1).
   *
   * @param blockEmission that was shared, in rao
   * @param rootSequence how many events of the root network stood behind the votes
   * @param stakes of the root validators by uid, in rao
   * @param stakeSequences how many events of each root validator stood behind its stake
   * @param shares rao a block, root's own share included
   */
  record RootEpochHeld(
      long height,
      Rao blockEmission,
      long rootSequence,
      LongVector stakes,
      LongVector stakeSequences,
      List<Share> shares)
      implements EmissionEvent {}

  /** The emission of one subnet in rao a block. */
  record Share(Netuid netuid, Rao emission) {}

  /** A root epoch was due and could not be held; the shares stay as they were. */
  record RootEpochSkipped(long height, long rootSequence, String reason) implements EmissionEvent {}

  /** A block was minted (spec 02 §5). */
  record BlockMinted(long height, List<SubnetReward> rewards) implements EmissionEvent {}

  /**
   * What one subnet had of a block.
   *
   * @param owner who has the cut; none if there is none
   * @param cut the owner's, paid at once
   * @param accrued for the subnet's next epoch
   * @param due everything accrued, handed to the epoch that this block runs; none if it runs none
   */
  record SubnetReward(
      Netuid netuid, @Nullable AccountId owner, Rao cut, Rao accrued, @Nullable Rao due) {}

  /** What the emission must know of a subnet changed. */
  record SubnetTermsSet(Netuid netuid, int tempo, boolean emitting, @Nullable AccountId owner)
      implements EmissionEvent {}

  /** A subnet ended; what had accrued for it was never issued. */
  record SubnetEnded(Netuid netuid, Rao recycled) implements EmissionEvent {}

  /** An epoch was paid; what rounding or an empty subnet left was never issued. */
  record EpochAccounted(Netuid netuid, long block, Rao paid, Rao recycled)
      implements EmissionEvent {}

  /** Money left the supply, for a registration or as dust. */
  record IssuanceReduced(Rao amount, String reason) implements EmissionEvent {}

  /** An owner's cut could not be credited and left the supply again. */
  record OwnerCutReturned(Rao amount, String code) implements EmissionEvent {}
}
