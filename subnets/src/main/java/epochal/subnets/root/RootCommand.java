package epochal.subnets.root;

import epochal.ledger.aggregate.Call;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.vector.IntVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the root network can be told to do. All but {@link Open} are signed by a coldkey. */
public sealed interface RootCommand {

  /** The network's genesis lists the subnets and the first root validators. */
  record Open(List<FirstSubnet> subnets, List<FirstSeat> seats) implements RootCommand {}

  /** A subnet at genesis, without a lock. */
  record FirstSubnet(Netuid netuid, @Nullable AccountId owner) {}

  /** A root validator at genesis. */
  record FirstSeat(AccountId hotkey, AccountId coldkey) {}

  /** A call by a coldkey. */
  sealed interface ByColdkey extends RootCommand, Call {
    AccountId coldkey();

    @Override
    default AccountId actor() {
      return coldkey();
    }

    @Override
    default EntityId target() {
      return EntityId.ROOT;
    }
  }

  /** Seats a hotkey among the root validators, free of charge (spec 02 §4.2). */
  record RootRegister(AccountId coldkey, AccountId hotkey) implements ByColdkey {}

  /**
   * A root validator's vote on the subnets' shares (spec 02 §4.3).
   *
   * @param netuids on which the weight lies
   * @param values unsigned 16-bit, one for each
   * @param versionKey unsigned 64-bit; root demands none
   */
  record SetRootWeights(
      AccountId coldkey, AccountId hotkey, IntVector netuids, IntVector values, long versionKey)
      implements ByColdkey {}

  /** The owner removes a subnet and has its lock back (spec 03 §3.1). */
  record DissolveNetwork(AccountId coldkey, Netuid netuid) implements ByColdkey {}
}
