package epochal.ledger.aggregate;

import epochal.ledger.key.Hash256;
import epochal.ledger.money.Rao;

/** Builds the constants of a network: the classic ones, but for what a test changes. */
public final class ClassicNetwork {
  public long commandLifetime = 7_200;
  public long laneLifetime = 100;
  public long txRateLimit = 1_000;
  public long takeRateLimit = 216_000;
  public Rao nominatorMinimum = Rao.ZERO;
  public Rao weightsMinimumStake = Rao.ZERO;
  public int stakesPerInterval = 1;
  public int subnetLimit = 12;
  public long networkImmunity = 50_400;
  public int rootSeats = 64;
  public int rootTempo = 100;

  public static NetworkParameters parameters() {
    return new ClassicNetwork().build();
  }

  public NetworkParameters build() {
    return new NetworkParameters(
        Hash256.ZERO,
        Keys.SUDO,
        12_000,
        commandLifetime,
        laneLifetime,
        Rao.of(500),
        txRateLimit,
        takeRateLimit,
        5_898,
        11_796,
        nominatorMinimum,
        weightsMinimumStake,
        360,
        stakesPerInterval,
        subnetLimit,
        networkImmunity,
        7_200,
        Rao.tao(1_000),
        100_800,
        11_796,
        rootSeats,
        rootTempo,
        10,
        32_767,
        100,
        100,
        1,
        false);
  }
}
