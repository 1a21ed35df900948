package epochal.ledger.aggregate;

import epochal.ledger.money.Rao;

/**
 * The money that one aggregate holds, by where it is. Over all aggregates, with what is in flight
 * on lanes: <em>minted − recycled = free + staked + pending + locked + in flight</em>.
 *
 * @param free balances of accounts
 * @param staked on hotkeys
 * @param pending emission that is minted and not yet paid
 * @param locked for subnets
 */
public record Holdings(Rao free, Rao staked, Rao pending, Rao locked) {
  public static final Holdings NONE = new Holdings(Rao.ZERO, Rao.ZERO, Rao.ZERO, Rao.ZERO);

  public static Holdings free(Rao amount) {
    return new Holdings(amount, Rao.ZERO, Rao.ZERO, Rao.ZERO);
  }

  public static Holdings staked(Rao amount) {
    return new Holdings(Rao.ZERO, amount, Rao.ZERO, Rao.ZERO);
  }

  public static Holdings pending(Rao amount) {
    return new Holdings(Rao.ZERO, Rao.ZERO, amount, Rao.ZERO);
  }

  public static Holdings locked(Rao amount) {
    return new Holdings(Rao.ZERO, Rao.ZERO, Rao.ZERO, amount);
  }

  public Rao total() {
    return free.plus(staked).plus(pending).plus(locked);
  }
}
