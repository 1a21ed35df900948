package epochal.ledger.aggregate;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;

/**
 * The constants of one network, fixed by its genesis (spec 03 §8, global parameters; classic
 * values).
 *
 * @param network the hash of the genesis, which names the network in every signed command
 * @param sudo who may act for any key and set what root may set; none for a network without one
 * @param blockMillis the time between blocks in milliseconds of wall time
 * @param commandLifetime the furthest ahead, in blocks, that a command may stay valid
 * @param laneLifetime how many blocks a transmission on a lane stays valid
 * @param existentialDeposit below which an account does not exist
 * @param txRateLimit blocks between key operations of a coldkey
 * @param takeRateLimit blocks between increases of takes of a coldkey
 * @param minTake of a delegate, a ratio to 65535
 * @param maxTake of a delegate, and what it starts with
 * @param nominatorMinimum the least stake that a nominator may hold
 * @param weightsMinimumStake the least stake that may set weights
 * @param stakeInterval blocks in which {@code stakesPerInterval} operations are allowed for each
 *     coldkey on each hotkey
 * @param subnetLimit subnets besides root
 * @param networkImmunity blocks in which a new subnet cannot be removed to make room
 * @param networkRateLimit blocks between creations of subnets
 * @param minLock what a subnet costs at least
 * @param lockReductionInterval blocks in which the lock cost falls back by what was last paid
 * @param ownerCut the subnet owner's part of its emission, a ratio to 65535
 * @param rootSeats validators in the root network
 * @param rootTempo blocks between root epochs, less one
 * @param rootRho steepness of the root consensus
 * @param rootKappa threshold of the root consensus, a ratio to 65535
 * @param rootWeightsRateLimit blocks between weight settings of a root validator
 * @param rootAdjustmentInterval blocks after which root's registration counter starts again
 * @param rootRegistrationsPerInterval the target; three times as many are allowed
 * @param unsigned whether calls bear no signature, so that anyone acts as anyone: a network for
 *     measurements and nothing else
 */
public record NetworkParameters(
    Hash256 network,
    @Nullable AccountId sudo,
    long blockMillis,
    long commandLifetime,
    long laneLifetime,
    Rao existentialDeposit,
    long txRateLimit,
    long takeRateLimit,
    int minTake,
    int maxTake,
    Rao nominatorMinimum,
    Rao weightsMinimumStake,
    long stakeInterval,
    int stakesPerInterval,
    int subnetLimit,
    long networkImmunity,
    long networkRateLimit,
    Rao minLock,
    long lockReductionInterval,
    int ownerCut,
    int rootSeats,
    int rootTempo,
    int rootRho,
    int rootKappa,
    long rootWeightsRateLimit,
    long rootAdjustmentInterval,
    int rootRegistrationsPerInterval,
    boolean unsigned) {

  /** Whether this key is the network's sudo key. */
  public boolean isSudo(AccountId key) {
    return key.equals(sudo);
  }
}
