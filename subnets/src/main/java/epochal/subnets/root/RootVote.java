package epochal.subnets.root;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import epochal.subnets.yuma.MaxUpscale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A root validator's vote, with the refusals in the specified order (spec 02 §4.3). */
final class RootVote {
  private RootVote() {}

  static Decision<RootEvent> set(RootState state, RootCommand.SetRootWeights command, Context ctx) {
    EntityId hotkey = EntityId.validator(command.hotkey());
    var standing = ctx.fact(hotkey, Fact.ValidatorStanding.class);
    if (standing == null) {
      return ask(hotkey, new Query.Standing());
    }
    if (standing.owner() == null) {
      return reject(RejectionCode.HotKeyAccountNotExists, "Nobody has registered this hotkey yet.");
    }
    if (!standing.owner().equals(command.coldkey())) {
      return reject(
          RejectionCode.NonAssociatedColdKey,
          "The hotkey belongs to another coldkey, " + standing.owner() + ": act with that one.");
    }
    Rejection refusal = shape(state, command);
    if (refusal != null) {
      return reject(refusal);
    }
    Integer uid = state.uidOf(command.hotkey());
    if (uid == null) {
      return reject(
          RejectionCode.HotKeyNotRegisteredInSubNet,
          "The hotkey has no root seat: root_register it first.");
    }
    if (standing.stake().isLessThan(ctx.network().weightsMinimumStake())) {
      return reject(
          Rejection.of(
                  RejectionCode.NotEnoughStakeToSetWeights,
                  "Setting weights needs "
                      + ctx.network().weightsMinimumStake()
                      + " of stake; the hotkey has "
                      + standing.stake()
                      + ".")
              .with("stake", standing.stake().amount())
              .with("minimum", ctx.network().weightsMinimumStake().amount()));
    }
    long last = state.seats().get(uid).lastUpdate();
    long limit = ctx.network().rootWeightsRateLimit();
    if (last != 0 && ctx.block() - last < limit) {
      return reject(
          Rejection.of(
                  RejectionCode.SettingWeightsTooFast,
                  "The last vote is of block "
                      + last
                      + ": wait until block "
                      + (last + limit)
                      + ".")
              .with("last", last)
              .with("limit", limit)
              .with("block", ctx.block()));
    }
    refusal = duplicates(command.netuids());
    if (refusal != null) {
      return reject(refusal);
    }
    return accept(
        new RootEvent.RootWeightsSet(
            uid,
            new WeightRow(
                command.netuids(), new IntVector(MaxUpscale.row(command.values().values())))));
  }

  private static @Nullable Rejection shape(RootState state, RootCommand.SetRootWeights command) {
    if (command.netuids().size() != command.values().size()) {
      return Rejection.of(
          RejectionCode.WeightVecNotEqualSize,
          "There are "
              + command.netuids().size()
              + " netuids and "
              + command.values().size()
              + " values: give as many.");
    }
    for (int i = 0; i < command.netuids().size(); i++) {
      int netuid = command.netuids().get(i);
      if (command.values().get(i) < 0 || command.values().get(i) > 65_535) {
        return Rejection.of(RejectionCode.BadRequest, "Values are 0 to 65535.");
      }
      if (netuid != 0
          && (netuid < 0 || netuid > 65_535 || !state.subnets().containsKey(Netuid.of(netuid)))) {
        return Rejection.of(
            RejectionCode.UidVecContainInvalidOne, "There is no subnet " + netuid + ".");
      }
    }
    return null;
  }

  private static @Nullable Rejection duplicates(IntVector netuids) {
    var seen = new TreeSet<Integer>();
    for (int netuid : netuids.values()) {
      if (!seen.add(netuid)) {
        return Rejection.of(
            RejectionCode.DuplicateUids, "Netuid " + netuid + " stands there twice.");
      }
    }
    return null;
  }
}
