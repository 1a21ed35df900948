package epochal.cluster.restart;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Transfers by number: the seed and the number tell who sends to whom, and the amount is the
 * number. So everyone who knows the seed knows the transfer, its events at both ends name it, and
 * no two are the same.
 */
final class NumberedTransfers {
  /** In rao, and above the existential deposit, so that no receiver is asked first. */
  private static final long LEAST_AMOUNT = 1_000;

  private final int accounts;
  private final IntFunction<AccountId> account;
  private final long seed;

  /**
   * @param accounts how many take part
   * @param account the one with a number from 0
   */
  NumberedTransfers(int accounts, IntFunction<AccountId> account, long seed) {
    this.accounts = accounts;
    this.account = account;
    this.seed = seed;
  }

  AccountCommand.Transfer of(long number) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    int from = random.nextInt(accounts);
    int to = random.nextInt(accounts - 1);
    return new AccountCommand.Transfer(
        account.apply(from), account.apply(to < from ? to : to + 1), amount(number), true);
  }

  static Rao amount(long number) {
    return Rao.of(LEAST_AMOUNT + number);
  }

  /** The number of the transfer of an amount; none if no transfer has it. */
  static @Nullable Long number(Rao amount) {
    return amount.amount() < LEAST_AMOUNT ? null : amount.amount() - LEAST_AMOUNT;
  }
}
