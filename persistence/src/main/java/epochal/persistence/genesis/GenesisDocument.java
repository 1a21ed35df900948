package epochal.persistence.genesis;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A genesis, read and found valid.
 *
 * @param balances free, by coldkey; none below the existential deposit
 * @param root the root validators by uid
 * @param supply all balances and stakes
 */
record GenesisDocument(
    String name,
    List<String> notes,
    NetworkParameters parameters,
    SortedMap<AccountId, Rao> balances,
    SortedMap<AccountId, FirstHotkey> hotkeys,
    SortedMap<Netuid, FirstSubnet> subnets,
    List<AccountId> root,
    Rao supply,
    List<DevelopmentKey> developmentKeys) {

  /**
   * A hotkey.
   *
   * @param take a ratio to 65535; none if it is no delegate
   * @param stakes by coldkey, none of them zero
   */
  record FirstHotkey(AccountId owner, @Nullable Integer take, SortedMap<AccountId, Rao> stakes) {}

  /**
   * A subnet.
   *
   * @param parameters those that the document gives, by the name of spec 03 §8
   * @param emission rao a block until the first root epoch
   * @param seats hotkeys by uid
   */
  record FirstSubnet(
      @Nullable AccountId owner,
      SortedMap<String, Long> parameters,
      int tempo,
      boolean registrationAllowed,
      Rao burn,
      Rao emission,
      List<AccountId> seats) {}
}
