package epochal.ledger.account;

import static epochal.ledger.aggregate.Keys.ALICE;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.List;

/** Where stories about Alice's account begin. */
final class Accounts {
  static final Rao DEPOSIT = Rao.of(500);
  static final Fact WELCOME = new Fact.Admission(null);

  private Accounts() {}

  static Scenario<AccountState, AccountCommand, AccountEvent> nobody() {
    return Scenario.given(new Account(), EntityId.account(ALICE));
  }

  static Scenario<AccountState, AccountCommand, AccountEvent> withFree(long rao) {
    return nobody().happened(0, new AccountEvent.AccountOpened(Rao.of(rao), List.of())).at(10);
  }

  static Fact refusing(RejectionCode code) {
    return new Fact.Admission(Rejection.of(code, "No."));
  }
}
