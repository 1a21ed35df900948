package epochal.cluster.demo;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.subnets.epoch.EpochEvent;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the cabal fares against its stake: of all epochs of subnets in which it validates, its part
 * of the stake, of the dividends and of its miners' incentive, as the last epoch of each left them.
 *
 * <p>An honest validator earns about its part of the stake. Parts are in millionths.
 */
public final class CabalReport {
  public static final long WHOLE = 1_000_000;

  /**
   * The cabal in one subnet.
   *
   * @param stake its validators' part of the stake of all that may validate
   * @param dividends its validators' part of the dividends
   * @param incentive its miners' part of the incentive
   * @param minersShare its miners' part of all miners, by count
   */
  public record Standing(long stake, long dividends, long incentive, long minersShare) {}

  private final Cast cast;
  private final Map<Netuid, Standing> standings = new TreeMap<>();

  CabalReport(Cast cast) {
    this.cast = cast;
  }

  /** Reads an epoch; those without the cabal, or in which nobody has validated yet, say nothing. */
  synchronized void read(Netuid netuid, EpochEvent.EpochHeld held) {
    long stake = 0;
    long allStake = 0;
    long dividends = 0;
    long allDividends = 0;
    long incentive = 0;
    long allIncentive = 0;
    long cronies = 0;
    long miners = 0;
    for (int uid = 0; uid < held.hotkeys().size(); uid++) {
      AccountId hotkey = held.hotkeys().get(uid);
      boolean ofCabal = Cast.isIn(cast.cabal(), hotkey);
      boolean validates = ofCabal || Cast.isIn(cast.honest(), hotkey);
      boolean crony = Cast.isIn(cast.cabalMiners(), hotkey);
      if (validates) {
        allStake += held.stakes().get(uid);
        stake += ofCabal ? held.stakes().get(uid) : 0;
      } else {
        miners++;
        cronies += crony ? 1 : 0;
      }
      allDividends += held.outcome().dividends().get(uid);
      dividends += ofCabal ? held.outcome().dividends().get(uid) : 0;
      allIncentive += held.outcome().incentive().get(uid);
      incentive += crony ? held.outcome().incentive().get(uid) : 0;
    }
    if (stake > 0 && allDividends > 0 && allIncentive > 0) {
      standings.put(
          netuid,
          new Standing(
              part(stake, allStake),
              part(dividends, allDividends),
              part(incentive, allIncentive),
              part(cronies, miners)));
    }
  }

  static long part(long of, long all) {
    return all == 0
        ? 0
        : BigInteger.valueOf(of)
            .multiply(BigInteger.valueOf(WHOLE))
            .divide(BigInteger.valueOf(all))
            .longValueExact();
  }

  synchronized Map<Netuid, Standing> standings() {
    return new TreeMap<>(standings);
  }

  /** The mean over all subnets; zeros while there is none. */
  synchronized Standing mean() {
    long stake = 0;
    long dividends = 0;
    long incentive = 0;
    long miners = 0;
    int count = Math.max(1, standings.size());
    for (Standing standing : standings.values()) {
      stake += standing.stake();
      dividends += standing.dividends();
      incentive += standing.incentive();
      miners += standing.minersShare();
    }
    return new Standing(stake / count, dividends / count, incentive / count, miners / count);
  }

  /** A part as a person reads it, such as {@code 33.3 %}. */
  static String percent(long millionths) {
    return millionths / 10_000 + "." + millionths / 1_000 % 10 + " %";
  }
}
