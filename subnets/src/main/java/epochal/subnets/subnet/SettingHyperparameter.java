package epochal.subnets.subnet;

import static epochal.subnets.subnet.Hyperparameter.ALPHA_HIGH;
import static epochal.subnets.subnet.Hyperparameter.ALPHA_LOW;
import static epochal.subnets.subnet.Hyperparameter.LIQUID_ALPHA_ENABLED;

import epochal.ledger.aggregate.Context;
import epochal.ledger.key.AccountId;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Who may set which hyperparameter to what (spec 03 §8). */
final class SettingHyperparameter {
  private static final int ALPHA_MIN = 1_638;
  private static final int MAX_UIDS = 4_096;
  private static final long MAX_OWNER_BONDS_MOVING_AVERAGE = 975_000;

  private SettingHyperparameter() {}

  static @Nullable Rejection refusal(
      SubnetState state, SubnetCommand.SetHyperparameter call, Context ctx) {
    if (!state.exists()) {
      return no(RejectionCode.SubnetDoesNotExist, "There is no subnet " + state.netuid() + ".");
    }
    Hyperparameter parameter = Hyperparameter.named(call.parameter()).orElse(null);
    if (parameter == null) {
      return no(
          RejectionCode.BadRequest,
          "There is no hyperparameter '" + call.parameter() + "': see those of the subnet.");
    }
    boolean root = ctx.network().isSudo(call.actor());
    if (!root
        && (parameter.setter() == Hyperparameter.Setter.ROOT || !isOwner(state, call.actor()))) {
      return no(
          RejectionCode.BadOrigin,
          parameter.setter() == Hyperparameter.Setter.ROOT
              ? "Only root sets " + parameter.specName() + "."
              : "Only the subnet's owner sets " + parameter.specName() + ".");
    }
    if (!parameter.type().holds(call.value())) {
      return no(
              parameter.outOfRange(),
              parameter.specName() + " is " + parameter.type().range() + ".")
          .with("value", call.value());
    }
    return bounds(state, parameter, call.value(), root);
  }

  private static boolean isOwner(SubnetState state, AccountId actor) {
    return actor.equals(state.owner());
  }

  private static @Nullable Rejection bounds(
      SubnetState state, Hyperparameter parameter, long value, boolean root) {
    Hyperparameters now = state.parameters();
    return switch (parameter) {
      case MAX_ALLOWED_UIDS -> {
        if (value < state.size()) {
          yield bound(
              RejectionCode.MaxAllowedUIdsLessThanCurrentUIds,
              "The subnet has " + state.size() + " neurons already.",
              value,
              state.size());
        }
        yield value > MAX_UIDS
            ? bound(
                RejectionCode.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
                "A subnet has at most " + MAX_UIDS + " neurons.",
                value,
                MAX_UIDS)
            : null;
      }
      case MAX_ALLOWED_VALIDATORS ->
          value > now.get(Hyperparameter.MAX_ALLOWED_UIDS)
              ? bound(
                  RejectionCode.MaxValidatorsLargerThanMaxUIds,
                  "There cannot be more validators than neurons.",
                  value,
                  now.get(Hyperparameter.MAX_ALLOWED_UIDS))
              : null;
      case BONDS_MOVING_AVG ->
          !root && Long.compareUnsigned(value, MAX_OWNER_BONDS_MOVING_AVERAGE) > 0
              ? bound(
                  RejectionCode.BondsMovingAverageMaxReached,
                  "An owner sets at most " + MAX_OWNER_BONDS_MOVING_AVERAGE + " of a million.",
                  value,
                  MAX_OWNER_BONDS_MOVING_AVERAGE)
              : null;
      case ALPHA_LOW, ALPHA_HIGH -> alpha(now, parameter, value);
      case ALPHA_SIGMOID_STEEPNESS ->
          value < 0 && !root
              ? bound(
                  RejectionCode.NegativeSigmoidSteepness,
                  "Only root sets a negative steepness.",
                  value,
                  0)
              : null;
      case MIN_BURN ->
          value > now.get(Hyperparameter.MAX_BURN)
              ? bound(
                  RejectionCode.ValueNotInBounds,
                  "The least price cannot be above the highest.",
                  value,
                  now.get(Hyperparameter.MAX_BURN))
              : null;
      case MAX_BURN ->
          value < now.get(Hyperparameter.MIN_BURN)
              ? bound(
                  RejectionCode.ValueNotInBounds,
                  "The highest price cannot be below the least.",
                  value,
                  now.get(Hyperparameter.MIN_BURN))
              : null;
      default -> null;
    };
  }

  private static @Nullable Rejection alpha(
      Hyperparameters now, Hyperparameter parameter, long value) {
    if (!now.is(LIQUID_ALPHA_ENABLED)) {
      return no(
          RejectionCode.LiquidAlphaDisabled, "Switch liquid_alpha_enabled on before setting it.");
    }
    long low = parameter == ALPHA_LOW ? value : now.get(ALPHA_LOW);
    long high = parameter == ALPHA_HIGH ? value : now.get(ALPHA_HIGH);
    if (high < ALPHA_MIN) {
      return bound(
          RejectionCode.AlphaHighTooLow, "alpha_high is at least " + ALPHA_MIN, high, ALPHA_MIN);
    }
    if (low < ALPHA_MIN || low > high) {
      return bound(
          RejectionCode.AlphaLowOutOfRange,
          "alpha_low is " + ALPHA_MIN + " to alpha_high (" + high + ").",
          low,
          high);
    }
    return null;
  }

  private static Rejection bound(RejectionCode code, String sentence, long value, long bound) {
    return no(code, sentence).with("value", value).with("bound", bound);
  }

  private static Rejection no(RejectionCode code, String sentence) {
    return Rejection.of(code, sentence);
  }
}
