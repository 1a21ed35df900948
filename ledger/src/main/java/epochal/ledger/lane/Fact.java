package epochal.ledger.lane;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate answers to a {@link Query}, and what work that was done outside an aggregate
 * found. Only durable state is ever told.
 */
public sealed interface Fact {

  /**
   * Whether a message would be taken.
   *
   * @param refusal none if it would
   */
  record Admission(@Nullable Rejection refusal) implements Fact {}

  /**
   * A hotkey's standing.
   *
   * @param owner none if the hotkey is unknown
   * @param stake own and nominated, on all subnets at once
   */
  record ValidatorStanding(@Nullable AccountId owner, boolean delegate, Rao stake)
      implements Fact {}

  /**
   * A price, or why nothing is for sale.
   *
   * @param refusal none if a payment of {@code price} would be taken now
   */
  record Terms(@Nullable Rejection refusal, Rao price) implements Fact {}

  /**
   * What an epoch needs of its subnet; lists and vectors by uid (spec 09 §2).
   *
   * @param registrations how many registrations the subnet has seen
   * @param registrationNumbers which registration gave each seat to its hotkey
   * @param blockAtRegistration height in blocks
   * @param lastUpdate height in blocks
   * @param permits 0 or 1
   * @param parameters the subnet's hyperparameters that matter to an epoch, by the name of spec 03
   *     §8
   */
  record EpochSource(
      boolean exists,
      long registrations,
      List<AccountId> hotkeys,
      LongVector registrationNumbers,
      LongVector blockAtRegistration,
      LongVector lastUpdate,
      IntVector permits,
      List<WeightRow> weights,
      SortedMap<String, Long> parameters)
      implements Fact {}

  /**
   * What a root epoch needs of the root network; lists by root uid (spec 09 §4).
   *
   * @param netuids every subnet, root included, ascending
   */
  record RootSource(List<AccountId> hotkeys, List<WeightRow> weights, List<Netuid> netuids)
      implements Fact {}

  /**
   * What the network emits.
   *
   * @param height of the last block
   * @param issuance the chain's TotalIssuance
   * @param shares rao a block for each subnet, as the last root epoch left them
   */
  record Shares(long height, Rao issuance, SortedMap<Netuid, Rao> shares) implements Fact {}

  /**
   * What work outside the aggregate found: any value that only the aggregate which asked for it
   * reads.
   */
  record Worked(Object result) implements Fact {}
}
