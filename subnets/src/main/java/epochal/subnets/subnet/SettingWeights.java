package epochal.subnets.subnet;

import epochal.ledger.aggregate.Context;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.IntVector;
import epochal.subnets.yuma.MaxUpscale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The checks of {@code set_weights}, one method for each row of the table of spec 04 §1 or two, in
 * its order: the first failure is the result.
 *
 * @param stake of the hotkey, on all subnets at once; none where it does not matter
 */
record SettingWeights(
    SubnetState state,
    AccountId hotkey,
    IntVector uids,
    IntVector values,
    long versionKey,
    @Nullable Rao stake,
    Context ctx) {

  /** Rows 1 to 5: what can be told without knowing the stake. */
  @Nullable Rejection beforeStake() {
    if (uids.size() != values.size()) {
      return no(
          RejectionCode.WeightVecNotEqualSize,
          "There are " + uids.size() + " uids and " + values.size() + " values: give as many.");
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) < 0 || values.get(i) > 65_535 || uids.get(i) < 0) {
        return no(RejectionCode.BadRequest, "Uids and values are 0 to 65535.");
      }
    }
    if (!state.exists()) {
      return no(RejectionCode.SubNetworkDoesNotExist, "There is no subnet " + state.netuid() + ".");
    }
    if (uids.size() > state.size()) {
      return no(
          RejectionCode.UidsLengthExceedUidsInSubNet,
          "The row has " + uids.size() + " entries and the subnet " + state.size() + " uids.");
    }
    return state.uidOf(hotkey) == null
        ? no(
            RejectionCode.HotKeyNotRegisteredInSubNet,
            "The hotkey has no seat in subnet " + state.netuid() + ": register it first.")
        : null;
  }

  /** Rows 6 to 14. */
  @Nullable Rejection fromStakeOn() {
    Rao minimum = ctx.network().weightsMinimumStake();
    if (stake != null && stake.isLessThan(minimum)) {
      return no(
              RejectionCode.NotEnoughStakeToSetWeights,
              "Setting weights needs " + minimum + " of stake; the hotkey has " + stake + ".")
          .with("stake", stake.amount())
          .with("minimum", minimum.amount());
    }
    long networkKey = state.parameters().get(Hyperparameter.WEIGHTS_VERSION_KEY);
    if (networkKey != 0 && Long.compareUnsigned(versionKey, networkKey) < 0) {
      return no(
          RejectionCode.IncorrectWeightVersionKey,
          "The subnet demands version key "
              + Long.toUnsignedString(networkKey)
              + " or higher: update the validator.");
    }
    Rejection refusal = tooFast();
    if (refusal == null) {
      refusal = permit();
    }
    if (refusal == null) {
      refusal = entries();
    }
    return refusal;
  }

  private @Nullable Rejection tooFast() {
    Neuron neuron = neuron();
    long limit = state.parameters().get(Hyperparameter.WEIGHTS_SET_RATE_LIMIT);
    long last = neuron.lastUpdate();
    if (last == 0 || Long.compareUnsigned(ctx.block() - last, limit) >= 0) {
      return null;
    }
    return no(
            RejectionCode.SettingWeightsTooFast,
            "The last weights are of block " + last + ": wait until block " + (last + limit) + ".")
        .with("last", last)
        .with("limit", limit)
        .with("block", ctx.block());
  }

  private @Nullable Rejection permit() {
    return selfWeight() || neuron().scores().permit()
        ? null
        : no(
            RejectionCode.NeuronNoValidatorPermit,
            "The neuron has no validator permit: it needs to be among the highest stakes at an"
                + " epoch.");
  }

  private @Nullable Rejection entries() {
    var seen = new TreeSet<Integer>();
    for (int i = 0; i < uids.size(); i++) {
      if (!seen.add(uids.get(i))) {
        return no(RejectionCode.DuplicateUids, "Uid " + uids.get(i) + " stands there twice.");
      }
    }
    for (int i = 0; i < uids.size(); i++) {
      if (uids.get(i) >= state.size()) {
        return no(
            RejectionCode.UidVecContainInvalidOne,
            "There is no uid " + uids.get(i) + "; the highest is " + (state.size() - 1) + ".");
      }
    }
    int least =
        Math.min(state.size(), state.parameters().getInt(Hyperparameter.MIN_ALLOWED_WEIGHTS));
    if (!selfWeight() && values.size() < least) {
      return no(
          RejectionCode.WeightVecLengthIsLow,
          "The row has " + values.size() + " entries and needs at least " + least + ".");
    }
    int limit = state.parameters().getInt(Hyperparameter.MAX_WEIGHTS_LIMIT);
    if (!selfWeight() && limit != 65_535 && !MaxUpscale.withinLimit(upscaled(), limit)) {
      return no(
          RejectionCode.MaxWeightExceeded,
          "One entry has more than " + limit + " of 65535 of the row: spread the weight.");
    }
    return null;
  }

  /** The values as they are stored. */
  int[] upscaled() {
    return MaxUpscale.row(values.values());
  }

  private Neuron neuron() {
    return state.neurons().get(uid());
  }

  int uid() {
    Integer uid = state.uidOf(hotkey);
    if (uid == null) {
      throw new IllegalStateException(hotkey + " has no seat");
    }
    return uid;
  }

  /** One weight, on itself: any neuron may show in this way that it is alive. */
  private boolean selfWeight() {
    return uids.size() == 1 && uids.get(0) == uid();
  }

  private static Rejection no(RejectionCode code, String sentence) {
    return Rejection.of(code, sentence);
  }
}
