package epochal.ledger.validator;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.HOT;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand.Stake;
import java.util.List;

/** Where stories about the hotkey begin, which Alice owns. */
final class Validators {
  static final int TAKE = 11_796;
  static final Netuid ONE = Netuid.of(1);
  static final Netuid TWO = Netuid.of(2);

  private Validators() {}

  static Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> unknown(
      NetworkParameters network) {
    return Scenario.given(new Validator(network), EntityId.validator(HOT)).in(network).at(1_000);
  }

  static Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> unknown() {
    return unknown(ClassicNetwork.parameters());
  }

  /** Owned, no delegate, with these stakes and a seat in subnet 1. */
  static Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> owned(Stake... stakes) {
    return unknown()
        .happened(
            0, new ValidatorEvent.HotkeyOpened(ALICE, false, 0, List.of(stakes), List.of(ONE)));
  }

  static Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> delegate(
      NetworkParameters network, Stake... stakes) {
    return unknown(network)
        .happened(
            0, new ValidatorEvent.HotkeyOpened(ALICE, true, TAKE, List.of(stakes), List.of(ONE)));
  }

  static Scenario<ValidatorState, ValidatorCommand, ValidatorEvent> delegate(Stake... stakes) {
    return delegate(ClassicNetwork.parameters(), stakes);
  }

  static Stake stake(AccountId coldkey, long rao) {
    return new Stake(coldkey, Rao.of(rao));
  }
}
