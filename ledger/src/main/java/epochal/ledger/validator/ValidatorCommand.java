package epochal.ledger.validator;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import java.util.List;

/**
 * What a validator can be told to do. Coldkeys speak to it through their accounts, so that only the
 * genesis commands it directly.
 */
public sealed interface ValidatorCommand {

  /**
   * The network's genesis gives the hotkey an owner, stakes and seats.
   *
   * @param delegate whether it takes everyone's stake
   * @param take a ratio to 65535
   */
  record Open(AccountId owner, boolean delegate, int take, List<Stake> stakes, List<Netuid> seats)
      implements ValidatorCommand {}

  /** What a coldkey has, or is paid, on the hotkey. */
  record Stake(AccountId coldkey, Rao amount) {}
}
