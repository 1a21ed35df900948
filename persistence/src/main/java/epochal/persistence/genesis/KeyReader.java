package epochal.persistence.genesis;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.InvalidAddressException;
import epochal.ledger.key.SigningKey;
import epochal.ledger.key.Ss58;
import epochal.persistence.genesis.DevelopmentKey.Role;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads keys, written as an address or as a development path, and notes which paths there are. */
final class KeyReader {
  private final Set<DevelopmentKey> developmentKeys = new LinkedHashSet<>();

  /** Most keys are named more than once, and reading one is work. */
  private final Map<String, AccountId> known = new HashMap<>();

  AccountId coldkey(Field field) {
    return read(field, field.text(), Role.COLDKEY);
  }

  AccountId hotkey(Field field) {
    return read(field, field.text(), Role.HOTKEY);
  }

  /** The key that is the member's name. */
  AccountId coldkey(Field.Member member) {
    return read(member.value(), member.name(), Role.COLDKEY);
  }

  AccountId hotkey(Field.Member member) {
    return read(member.value(), member.name(), Role.HOTKEY);
  }

  private AccountId read(Field field, String text, Role role) {
    try {
      AccountId account = known.computeIfAbsent(text, KeyReader::parse);
      if (isPath(text)) {
        developmentKeys.add(new DevelopmentKey(text, account, role));
      }
      return account;
    } catch (InvalidAddressException e) {
      throw field.wrong(
          e.getMessage() + ". An address, or a development path such as //Alice, belongs here.");
    } catch (IllegalArgumentException e) {
      throw field.wrong(e.getMessage() + ".");
    }
  }

  private static AccountId parse(String text) {
    return isPath(text) ? SigningKey.development(text).accountId() : Ss58.parse(text);
  }

  private static boolean isPath(String text) {
    return text.startsWith("/");
  }

  /** In the order of their first use. */
  List<DevelopmentKey> developmentKeys() {
    return List.copyOf(developmentKeys);
  }
}
