package epochal.subnets.subnet;

import epochal.ledger.aggregate.Call;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.subnets.subnet.Neuron.Ip;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a subnet can be told to do. All but {@link Open} and {@link AdjustTerms} are signed. */
public sealed interface SubnetCommand {

  /**
   * The network's genesis begins the subnet.
   *
   * @param owner none for a subnet without one
   * @param parameters by the name of spec 03 §8; the others start at their initial value
   * @param seats by uid
   */
  record Open(
      @Nullable AccountId owner, SortedMap<String, Long> parameters, Rao burn, List<Seat> seats)
      implements SubnetCommand {}

  /** A hotkey with its owner. */
  record Seat(AccountId hotkey, AccountId coldkey) {}

  /** The subnet's own: its registration terms are due for adjustment. */
  record AdjustTerms() implements SubnetCommand {}

  /** A call to the subnet {@code netuid}. */
  sealed interface ToSubnet extends SubnetCommand, Call {
    Netuid netuid();

    @Override
    default EntityId target() {
      return EntityId.subnet(netuid());
    }
  }

  /** A call by a hotkey. */
  sealed interface ByHotkey extends ToSubnet {
    AccountId hotkey();

    @Override
    default AccountId actor() {
      return hotkey();
    }
  }

  /**
   * A validator's scores of miners; replaces its former ones whole (spec 04 §1).
   *
   * @param values unsigned 16-bit, one for each uid
   * @param versionKey unsigned 64-bit
   */
  record SetWeights(
      AccountId hotkey, Netuid netuid, IntVector uids, IntVector values, long versionKey)
      implements ByHotkey {}

  /** Commits to weights that will be revealed in the next interval (spec 04 §4.1). */
  record CommitWeights(AccountId hotkey, Netuid netuid, Bytes hash) implements ByHotkey {}

  /**
   * Reveals committed weights (spec 04 §4.1).
   *
   * @param salt unsigned 16-bit numbers
   */
  record RevealWeights(
      AccountId hotkey,
      Netuid netuid,
      IntVector uids,
      IntVector values,
      IntVector salt,
      long versionKey)
      implements ByHotkey {}

  /** Announces where the neuron serves (spec 03 §7). */
  record ServeAxon(
      AccountId hotkey,
      Netuid netuid,
      int version,
      Ip ip,
      int port,
      int ipType,
      int protocol,
      int placeholder1,
      int placeholder2)
      implements ByHotkey {}

  /** Announces where the neuron serves its metrics (spec 03 §7). */
  record ServePrometheus(AccountId hotkey, Netuid netuid, int version, Ip ip, int port, int ipType)
      implements ByHotkey {}

  /**
   * Sets one hyperparameter (spec 03 §8).
   *
   * @param actor the owner, or the sudo key
   * @param parameter by the name of spec 03 §8
   */
  record SetHyperparameter(AccountId actor, Netuid netuid, String parameter, long value)
      implements ToSubnet {}
}
