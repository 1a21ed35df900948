package epochal.subnets.subnet;

import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Commit and reveal, first form (spec 04 §4.1): a hotkey commits to the hash of its weights in one
 * interval and reveals them in the next, so that nobody can copy them while they are fresh.
 */
final class CommitReveal {
  private CommitReveal() {}

  static @Nullable Rejection commitRefusal(
      SubnetState state, SubnetCommand.CommitWeights call, long block) {
    if (!state.parameters().is(Hyperparameter.COMMIT_REVEAL_ENABLED)) {
      return disabled();
    }
    if (call.hash().values().length != Hash256.LENGTH) {
      return Rejection.of(
              RejectionCode.BadRequest, "A commitment is a hash of " + Hash256.LENGTH + " bytes.")
          .with("length", call.hash().values().length);
    }
    var before = state.commits().get(call.hotkey());
    long interval = state.parameters().get(Hyperparameter.COMMIT_REVEAL_INTERVAL);
    if (before != null
        && interval != 0
        && Long.divideUnsigned(block, interval) <= Long.divideUnsigned(before.block(), interval)) {
      return Rejection.of(
              RejectionCode.WeightsCommitNotAllowed,
              "The hotkey has committed in this interval of "
                  + Long.toUnsignedString(interval)
                  + " blocks: wait for the next.")
          .with("committed", before.block())
          .with("block", block);
    }
    return null;
  }

  static @Nullable Rejection revealRefusal(
      SubnetState state, SubnetCommand.RevealWeights call, long block) {
    if (!state.parameters().is(Hyperparameter.COMMIT_REVEAL_ENABLED)) {
      return disabled();
    }
    var commit = state.commits().get(call.hotkey());
    if (commit == null) {
      return Rejection.of(
          RejectionCode.NoWeightsCommitFound, "The hotkey has committed to nothing.");
    }
    long interval = state.parameters().get(Hyperparameter.COMMIT_REVEAL_INTERVAL);
    if (interval != 0
        && Long.divideUnsigned(block, interval)
            != Long.divideUnsigned(commit.block(), interval) + 1) {
      return Rejection.of(
              RejectionCode.InvalidRevealCommitTempo,
              "Weights are revealed in the interval after that of their commit.")
          .with("committed", commit.block())
          .with("block", block);
    }
    return commit.hash().equals(hash(state, call))
        ? null
        : Rejection.of(
            RejectionCode.InvalidRevealCommitHashNotMatch,
            "The weights are not those that were committed to.");
  }

  /** blake2b-256 of the SCALE encoding of everything that is revealed (spec 04 §4.2). */
  static Bytes hash(SubnetState state, SubnetCommand.RevealWeights call) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(call.hotkey().bytes());
    u16(out, state.netuid().value());
    vector(out, call.uids());
    vector(out, call.values());
    vector(out, call.salt());
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (call.versionKey() >>> shift));
    }
    return new Bytes(Blake2b.hash256(out.toByteArray()).bytes());
  }

  private static void vector(ByteArrayOutputStream out, IntVector numbers) {
    int n = numbers.size();
    if (n < 1 << 6) {
      out.write(n << 2);
    } else if (n < 1 << 14) {
      u16(out, n << 2 | 1);
    } else {
      u16(out, n << 2 | 2);
      u16(out, n >>> 14);
    }
    for (int number : numbers.values()) {
      u16(out, number);
    }
  }

  private static void u16(ByteArrayOutputStream out, int number) {
    out.write(number);
    out.write(number >>> 8);
  }

  private static Rejection disabled() {
    return Rejection.of(
        RejectionCode.CommitRevealDisabled,
        "The subnet takes weights openly: set them with set_weights.");
  }
}
