package epochal.subnets.subnet;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * A subnet.
 *
 * @param exists false before it is created and after it is removed
 * @param owner none for a subnet without one
 * @param neurons by uid
 * @param uids of the hotkeys that have a seat
 * @param commits weights that were committed to and may be revealed, by hotkey
 * @param recycled what registrations have burned, in all
 */
public record SubnetState(
    Netuid netuid,
    boolean exists,
    @Nullable AccountId owner,
    Hyperparameters parameters,
    PVector<Neuron> neurons,
    TreePMap<AccountId, Integer> uids,
    TreePMap<AccountId, Commit> commits,
    Registrations registrations,
    Rao recycled) {

  /** A commitment to weights, and the block at which it was made. */
  public record Commit(Bytes hash, long block) {}

  static SubnetState none(Netuid netuid) {
    return new SubnetState(
        netuid,
        false,
        null,
        Hyperparameters.INITIAL,
        TreePVector.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        Registrations.starting(Rao.ZERO, 0, 0),
        Rao.ZERO);
  }

  public int size() {
    return neurons.size();
  }

  public @Nullable Integer uidOf(AccountId hotkey) {
    return uids.get(hotkey);
  }

  SubnetState withNeuron(int uid, Neuron neuron) {
    return new SubnetState(
        netuid,
        exists,
        owner,
        parameters,
        neurons.with(uid, neuron),
        uids,
        commits,
        registrations,
        recycled);
  }

  SubnetState withNeurons(PVector<Neuron> newNeurons) {
    return new SubnetState(
        netuid, exists, owner, parameters, newNeurons, uids, commits, registrations, recycled);
  }

  SubnetState withParameters(Hyperparameters newParameters) {
    return new SubnetState(
        netuid, exists, owner, newParameters, neurons, uids, commits, registrations, recycled);
  }

  SubnetState withRegistrations(Registrations terms) {
    return new SubnetState(
        netuid, exists, owner, parameters, neurons, uids, commits, terms, recycled);
  }

  SubnetState withCommits(TreePMap<AccountId, Commit> newCommits) {
    return new SubnetState(
        netuid, exists, owner, parameters, neurons, uids, newCommits, registrations, recycled);
  }

  /**
   * With a new neuron in the seat {@code uid}: appended, or in the place of the one that had it,
   * whose weights and whose place in the weights of others are gone.
   */
  SubnetState withSeat(int uid, AccountId hotkey, AccountId coldkey, Rao price, long block) {
    Registrations terms = registrations.registered(block);
    Neuron neuron = Neuron.registered(hotkey, coldkey, terms.total(), block);
    PVector<Neuron> seats = neurons;
    TreePMap<AccountId, Integer> index = uids;
    TreePMap<AccountId, Commit> open = commits;
    if (uid == seats.size()) {
      seats = seats.plus(neuron);
    } else {
      AccountId evicted = seats.get(uid).hotkey();
      index = index.minus(evicted);
      open = open.minus(evicted);
      for (int other = 0; other < seats.size(); other++) {
        Neuron neighbour = seats.get(other);
        if (neighbour.weights().has(uid)) {
          seats = seats.with(other, neighbour.withoutWeightOn(uid));
        }
      }
      seats = seats.with(uid, neuron.withScores(Neuron.Scores.NEW.pruning(0xffff)));
    }
    return new SubnetState(
        netuid,
        exists,
        owner,
        parameters,
        seats,
        index.plus(hotkey, uid),
        open,
        terms,
        recycled.plus(price));
  }
}
