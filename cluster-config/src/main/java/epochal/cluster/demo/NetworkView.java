package epochal.cluster.demo;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.money.Rao;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.subnet.SubnetEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the demonstration shows, read from the feed of durable records. */
final class NetworkView {

  /**
   * What is known of a subnet.
   *
   * @param share rao a block
   * @param epochs held since this run began
   * @param registered neurons since this run began
   * @param evicted of them in the place of another
   */
  record SubnetView(
      Rao share, long epochs, EpochEvent.@Nullable EpochHeld last, long registered, long evicted) {
    static final SubnetView NEW = new SubnetView(Rao.ZERO, 0, null, 0, 0);
  }

  private final CabalReport cabal;
  private final Map<Netuid, SubnetView> subnets = new TreeMap<>();
  private long block;
  private long events;
  private long epochs;
  private long transfers;
  private Rao issuance = Rao.ZERO;
  private Rao burned = Rao.ZERO;

  NetworkView(CabalReport cabal) {
    this.cabal = cabal;
  }

  /** Where the network is when the demonstration joins it. */
  synchronized void start(Fact.Shares emission) {
    block = emission.height();
    issuance = emission.issuance();
    emission.shares().forEach((netuid, share) -> change(netuid, view -> withShare(view, share)));
  }

  synchronized void read(Recorded<?> recorded) {
    events++;
    switch (recorded.event()) {
      case EmissionEvent.BlockMinted minted -> {
        block = minted.height();
        for (EmissionEvent.SubnetReward reward : minted.rewards()) {
          issuance = issuance.plus(reward.cut());
        }
      }
      case EmissionEvent.RootEpochHeld held -> {
        for (EmissionEvent.Share share : held.shares()) {
          if (!share.netuid().isRoot()) {
            change(share.netuid(), view -> withShare(view, share.emission()));
          }
        }
      }
      case EmissionEvent.EpochAccounted paid -> issuance = issuance.plus(paid.paid());
      case EmissionEvent.IssuanceReduced reduced -> {
        issuance = issuance.minus(reduced.amount());
        burned = burned.plus(reduced.amount());
      }
      case EmissionEvent.OwnerCutReturned back -> issuance = issuance.minus(back.amount());
      case EmissionEvent.SubnetEnded ended -> subnets.remove(ended.netuid());
      case EpochEvent.EpochHeld held
          when recorded.entity() instanceof EntityId.Emission(Netuid netuid) -> {
        epochs++;
        cabal.read(netuid, held);
        change(
            netuid,
            view ->
                new SubnetView(
                    view.share(), view.epochs() + 1, held, view.registered(), view.evicted()));
      }
      case SubnetEvent.NeuronRegistered registered
          when recorded.entity() instanceof EntityId.Subnet(Netuid netuid) ->
          change(
              netuid,
              view ->
                  new SubnetView(
                      view.share(),
                      view.epochs(),
                      view.last(),
                      view.registered() + 1,
                      view.evicted() + (registered.evicted() == null ? 0 : 1)));
      case AccountEvent.Transferred ignored -> transfers++;
      case null -> {}
      default -> {}
    }
  }

  private void change(Netuid netuid, UnaryOperator<SubnetView> change) {
    subnets.put(netuid, change.apply(subnets.getOrDefault(netuid, SubnetView.NEW)));
  }

  private static SubnetView withShare(SubnetView view, Rao share) {
    return new SubnetView(share, view.epochs(), view.last(), view.registered(), view.evicted());
  }

  /**
   * Everything at one moment.
   *
   * @param burned by registrations, and lost as dust, since this run began
   */
  record Snapshot(
      long block,
      Rao issuance,
      Rao burned,
      long events,
      long epochs,
      long transfers,
      Map<Netuid, SubnetView> subnets) {}

  synchronized Snapshot snapshot() {
    return new Snapshot(block, issuance, burned, events, epochs, transfers, new TreeMap<>(subnets));
  }
}
