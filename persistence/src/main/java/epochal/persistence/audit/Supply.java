package epochal.persistence.audit;

import epochal.ledger.money.Rao;

/**
 * Where all money is at the end of a block: <em>minted − recycled = free + staked + pending +
 * locked + in flight</em>.
 *
 * @param minted all that ever came into being
 * @param recycled all that ever went out of being
 * @param free balances of accounts
 * @param staked on hotkeys
 * @param pending emission that is minted and not yet paid
 * @param locked for subnets
 * @param inFlight sent and not yet taken
 */
public record Supply(
    Rao minted, Rao recycled, Rao free, Rao staked, Rao pending, Rao locked, Rao inFlight) {

  /** The left side of the equation. */
  public Rao supplied() {
    return minted.minus(recycled);
  }

  /** The right side of the equation. */
  public Rao held() {
    return free.plus(staked).plus(pending).plus(locked).plus(inFlight);
  }
}
