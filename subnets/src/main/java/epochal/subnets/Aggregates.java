package epochal.subnets;

import epochal.ledger.account.Account;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.EntityId;
import epochal.ledger.validator.Validator;
import epochal.subnets.emission.EmissionCoordinator;
import epochal.subnets.epoch.EpochCoordinator;
import epochal.subnets.root.RootNetwork;
import epochal.subnets.subnet.Subnet;

/**
 * Which rules each entity lives by: the six aggregates of the ledger.
 *
 * <p>A subclass may put another in the place of one of them, which is how tests plant bugs.
 */
public class Aggregates {
  private final NetworkParameters network;
  private final EntityLife<?, ?, ?> account;
  private final EntityLife<?, ?, ?> validator;
  private final EntityLife<?, ?, ?> subnet;
  private final EntityLife<?, ?, ?> root;
  private final EntityLife<?, ?, ?> emission;
  private final EntityLife<?, ?, ?> epochs;

  public Aggregates(NetworkParameters network) {
    this.network = network;
    account = new EntityLife<>(new Account(), network);
    validator = new EntityLife<>(new Validator(network), network);
    subnet = new EntityLife<>(new Subnet(), network);
    root = new EntityLife<>(new RootNetwork(network), network);
    emission = new EntityLife<>(new EmissionCoordinator(network), network);
    epochs = new EntityLife<>(new EpochCoordinator(), network);
  }

  public NetworkParameters network() {
    return network;
  }

  public EntityLife<?, ?, ?> of(EntityId id) {
    return switch (id) {
      case EntityId.Account ignored -> account;
      case EntityId.Validator ignored -> validator;
      case EntityId.Subnet(var netuid) -> netuid.isRoot() ? root : subnet;
      case EntityId.Emission(var netuid) -> netuid.isRoot() ? emission : epochs;
    };
  }
}
