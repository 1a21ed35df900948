package epochal.subnets.emission;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The network's emission.
 *
 * @param began whether the genesis is complete
 * @param height of the last block
 * @param issuance the chain's TotalIssuance: what was ever issued and has not left the supply
 *     again. Emission that has accrued and is not yet paid does not count (spec 02 §2.1)
 * @param minted issuance at genesis and all emission since, paid or not
 * @param recycled all that has left the supply, or was emitted and never issued
 * @param subnets all but root
 */
public record EmissionState(
    boolean began,
    long height,
    Rao issuance,
    Rao minted,
    Rao recycled,
    TreePMap<Netuid, SubnetEmission> subnets) {

  static final EmissionState NONE =
      new EmissionState(false, 0, Rao.ZERO, Rao.ZERO, Rao.ZERO, TreePMap.empty());

  /**
   * What the emission knows of a subnet.
   *
   * @param emission rao a block
   * @param pending accrued for the next epoch
   * @param lastStep the block of its last epoch, 0 for none
   * @param stepsSince blocks since then in which the subnet took registrations
   */
  public record SubnetEmission(
      @Nullable AccountId owner,
      int tempo,
      boolean emitting,
      Rao emission,
      Rao pending,
      long lastStep,
      long stepsSince) {

    static SubnetEmission starting(@Nullable AccountId owner, int tempo, boolean emitting) {
      return new SubnetEmission(owner, tempo, emitting, Rao.ZERO, Rao.ZERO, 0, 0);
    }

    SubnetEmission withTerms(@Nullable AccountId newOwner, int newTempo, boolean isEmitting) {
      return new SubnetEmission(
          newOwner, newTempo, isEmitting, emission, pending, lastStep, stepsSince);
    }

    SubnetEmission withEmission(Rao newEmission) {
      return new SubnetEmission(owner, tempo, emitting, newEmission, pending, lastStep, stepsSince);
    }

    SubnetEmission accrued(Rao amount) {
      return new SubnetEmission(
          owner, tempo, emitting, emission, pending.plus(amount), lastStep, stepsSince);
    }

    /** One more block in which the subnet takes registrations and holds no epoch. */
    SubnetEmission waited() {
      return new SubnetEmission(
          owner, tempo, emitting, emission, pending, lastStep, stepsSince + 1);
    }

    SubnetEmission stepped(long block) {
      return new SubnetEmission(owner, tempo, emitting, emission, Rao.ZERO, block, 0);
    }
  }

  EmissionState withSubnets(TreePMap<Netuid, SubnetEmission> newSubnets) {
    return new EmissionState(began, height, issuance, minted, recycled, newSubnets);
  }

  EmissionState withSubnet(Netuid netuid, SubnetEmission subnet) {
    return withSubnets(subnets.plus(netuid, subnet));
  }

  EmissionState atHeight(long newHeight) {
    return new EmissionState(began, newHeight, issuance, minted, recycled, subnets);
  }

  EmissionState withMinted(Rao amount) {
    return new EmissionState(began, height, issuance, minted.plus(amount), recycled, subnets);
  }

  EmissionState withRecycled(Rao amount) {
    return new EmissionState(began, height, issuance, minted, recycled.plus(amount), subnets);
  }

  EmissionState issued(Rao amount) {
    return new EmissionState(began, height, issuance.plus(amount), minted, recycled, subnets);
  }

  EmissionState withdrawn(Rao amount) {
    return new EmissionState(began, height, issuance.minus(amount), minted, recycled, subnets);
  }
}
