package epochal.ledger.aggregate;

import epochal.ledger.key.AccountId;

/** The cast of the tests: keys that differ and compare in the order of their numbers. */
public final class Keys {
  public static final AccountId ALICE = coldkey(1);
  public static final AccountId BOB = coldkey(2);
  public static final AccountId CAROL = coldkey(3);
  public static final AccountId SUDO = coldkey(999);
  public static final AccountId HOT = hotkey(1);
  public static final AccountId OTHER_HOT = hotkey(2);

  private Keys() {}

  public static AccountId coldkey(int number) {
    return new AccountId(1, 0, 0, number);
  }

  public static AccountId hotkey(int number) {
    return new AccountId(2, 0, 0, number);
  }
}
