package epochal.cluster.cli;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.key.Ss58;
import epochal.ledger.money.Rao;

/** Reads keys and amounts from the command line. */
final class Keys {
  private Keys() {}

  /** An SS58 address, or a development path such as {@code //Alice}. */
  static AccountId account(String text) {
    return text.startsWith("//") ? SigningKey.development(text).accountId() : Ss58.parse(text);
  }

  /** A development path; real private keys are not for a command line. */
  static SigningKey signer(String text) {
    if (!text.startsWith("//")) {
      throw new CliException(
          "InvalidKey", "'" + text + "' cannot sign: give a development key, such as //Alice.");
    }
    return SigningKey.development(text);
  }

  /** A number of TAO, such as 1.5; more than nothing, since nobody means to move nothing. */
  static Rao amount(String text) {
    Rao amount;
    try {
      amount = Rao.parseTao(text);
    } catch (IllegalArgumentException e) {
      throw new CliException("AmountOutOfRange", e.getMessage() + ".");
    }
    if (amount.isZero()) {
      throw new CliException(
          "AmountOutOfRange", "'" + text + "' TAO is nothing: give at least 0.000000001.");
    }
    return amount;
  }
}
