package epochal.subnets.subnet;

import epochal.ledger.key.AccountId;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.subnets.subnet.Neuron.Ip;
import org.jspecify.annotations.Nullable;

/** The checks of serving an endpoint, in their order (spec 03 §7). */
final class Serving {
  private Serving() {}

  static @Nullable Rejection axonRefusal(
      SubnetState state, SubnetCommand.ServeAxon call, long block) {
    Rejection refusal = member(state, call.hotkey());
    if (refusal == null) {
      refusal = address(call.ip(), call.ipType());
    }
    if (refusal == null) {
      Neuron.Axon before = neuron(state, call.hotkey()).axon();
      refusal = rate(state, before == null ? 0 : before.block(), block);
    }
    if (refusal == null && (call.port() <= 0 || call.port() > 65_535)) {
      refusal = port();
    }
    return refusal;
  }

  static @Nullable Rejection prometheusRefusal(
      SubnetState state, SubnetCommand.ServePrometheus call, long block) {
    Rejection refusal = address(call.ip(), call.ipType());
    if (refusal == null) {
      refusal = member(state, call.hotkey());
    }
    if (refusal == null) {
      Neuron.Prometheus before = neuron(state, call.hotkey()).prometheus();
      refusal = rate(state, before == null ? 0 : before.block(), block);
    }
    if (refusal == null && (call.port() <= 0 || call.port() > 65_535)) {
      refusal = port();
    }
    return refusal;
  }

  private static @Nullable Rejection member(SubnetState state, AccountId hotkey) {
    return state.exists() && state.uidOf(hotkey) != null
        ? null
        : Rejection.of(
            RejectionCode.HotKeyNotRegisteredInNetwork,
            "The hotkey has no seat in subnet " + state.netuid() + ": register it first.");
  }

  private static @Nullable Rejection address(Ip ip, int ipType) {
    if (ipType != 4 && ipType != 6) {
      return Rejection.of(RejectionCode.InvalidIpType, "The IP type is 4 or 6, not " + ipType);
    }
    return ip.isZero() || !ip.isServable(ipType)
        ? Rejection.of(
            RejectionCode.InvalidIpAddress,
            "The address cannot be reached by others: give a public one.")
        : null;
  }

  private static @Nullable Rejection rate(SubnetState state, long last, long block) {
    long limit = state.parameters().get(Hyperparameter.SERVING_RATE_LIMIT);
    if (limit == 0 || last == 0 || Long.compareUnsigned(block - last, limit) >= 0) {
      return null;
    }
    return Rejection.of(
            RejectionCode.ServingRateLimitExceeded,
            "The last announcement is of block "
                + last
                + ": wait until block "
                + (last + limit)
                + ".")
        .with("last", last)
        .with("limit", limit)
        .with("block", block);
  }

  private static Rejection port() {
    return Rejection.of(RejectionCode.InvalidPort, "The port is 1 to 65535.");
  }

  private static Neuron neuron(SubnetState state, AccountId hotkey) {
    Integer uid = state.uidOf(hotkey);
    if (uid == null) {
      throw new IllegalStateException(hotkey + " has no seat");
    }
    return state.neurons().get(uid);
  }
}
