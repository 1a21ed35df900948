package epochal.subnets.subnet;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;

/**
 * One seat of a subnet; its uid is its place in the list.
 *
 * @param registration which registration of the subnet, counted from 1, gave it the seat
 * @param blockAtRegistration height in blocks
 * @param lastUpdate the block of its last weights, or of its registration
 * @param weights as submitted, max-upscaled
 */
public record Neuron(
    AccountId hotkey,
    AccountId coldkey,
    long registration,
    long blockAtRegistration,
    long lastUpdate,
    WeightRow weights,
    Scores scores,
    @Nullable Axon axon,
    @Nullable Prometheus prometheus) {

  /**
   * What the last epoch found, as ratios to 65535 unless said otherwise.
   *
   * @param permit whether it may validate
   * @param active whether it set weights recently
   * @param pruning the lowest goes first when a seat is needed
   * @param emission of the last epoch, miner's and validator's part together
   */
  public record Scores(
      boolean permit,
      boolean active,
      int stakeWeight,
      int consensus,
      int incentive,
      int dividends,
      int validatorTrust,
      int pruning,
      Rao emission) {
    static final Scores NEW = new Scores(false, true, 0, 0, 0, 0, 0, 0, Rao.ZERO);

    Scores pruning(int score) {
      return new Scores(
          permit,
          active,
          stakeWeight,
          consensus,
          incentive,
          dividends,
          validatorTrust,
          score,
          emission);
    }
  }

  /**
   * Where the neuron serves (spec 03 §7).
   *
   * @param block at which it was announced
   * @param version unsigned 32-bit
   * @param ip an unsigned 128-bit address in two halves, high first
   * @param ipType 4 or 6
   */
  public record Axon(
      long block,
      int version,
      Ip ip,
      int port,
      int ipType,
      int protocol,
      int placeholder1,
      int placeholder2) {}

  /** Where the neuron serves its metrics. */
  public record Prometheus(long block, int version, Ip ip, int port, int ipType) {}

  /** An IP address as an unsigned 128-bit number. */
  public record Ip(long high, long low) {
    private static final long LOOPBACK_V4 = 0x7f000001L;
    private static final long MAX_V4 = 0xffffffffL;

    boolean isZero() {
      return high == 0 && low == 0;
    }

    /** Spec 03 §7: no address of all ones, no loopback, in the type's range. */
    boolean isServable(int ipType) {
      return ipType == 4
          ? high == 0 && low >= 0 && low < MAX_V4 && low != LOOPBACK_V4
          : !(high == -1 && low == -1) && !(high == 0 && low == 1);
    }
  }

  static Neuron registered(AccountId hotkey, AccountId coldkey, long registration, long block) {
    return new Neuron(
        hotkey, coldkey, registration, block, block, WeightRow.EMPTY, Scores.NEW, null, null);
  }

  Neuron withWeights(WeightRow row, long block) {
    return new Neuron(
        hotkey, coldkey, registration, blockAtRegistration, block, row, scores, axon, prometheus);
  }

  /** This neuron with no weight on {@code uid}. */
  Neuron withoutWeightOn(int uid) {
    return weights.has(uid) ? withWeights(weights.cleared(uid), lastUpdate) : this;
  }

  Neuron withScores(Scores newScores) {
    return new Neuron(
        hotkey,
        coldkey,
        registration,
        blockAtRegistration,
        lastUpdate,
        weights,
        newScores,
        axon,
        prometheus);
  }

  Neuron withAxon(Axon newAxon) {
    return new Neuron(
        hotkey,
        coldkey,
        registration,
        blockAtRegistration,
        lastUpdate,
        weights,
        scores,
        newAxon,
        prometheus);
  }

  Neuron withPrometheus(Prometheus newPrometheus) {
    return new Neuron(
        hotkey,
        coldkey,
        registration,
        blockAtRegistration,
        lastUpdate,
        weights,
        scores,
        axon,
        newPrometheus);
  }
}
