package epochal.ledger.money;

import java.math.BigDecimal;

/**
 * An amount of money in rao, the smallest unit: 1 TAO = 10^9 rao (spec 01 §1).
 *
 * <p>Never negative and never above 2^63 - 1, which is over four hundred times the 21 million TAO
 * that can exist. Arithmetic is exact: a result outside the range throws {@link
 * ArithmeticException}, because a rule that lets that happen is wrong and must not go on.
 *
 * @param amount rao, 0 or more
 */
public record Rao(long amount) implements Comparable<Rao> {
  public static final Rao ZERO = new Rao(0);
  public static final long PER_TAO = 1_000_000_000L;

  public Rao {
    if (amount < 0) {
      throw new ArithmeticException("an amount of money cannot be negative: " + amount + " rao");
    }
  }

  public static Rao of(long rao) {
    return rao == 0 ? ZERO : new Rao(rao);
  }

  public static Rao tao(long tao) {
    return of(Math.multiplyExact(tao, PER_TAO));
  }

  /**
   * Reads a decimal number of TAO with at most nine decimals, such as {@code 1.5}.
   *
   * @throws IllegalArgumentException when the text is no such number or is out of range
   */
  public static Rao parseTao(String text) {
    try {
      return of(new BigDecimal(text).movePointRight(9).longValueExact());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number of TAO, such as 1.5", e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' TAO is out of range: give 0 or more, at most nine decimals, below 9223372036",
          e);
    }
  }

  public Rao plus(Rao other) {
    return of(Math.addExact(amount, other.amount));
  }

  /** The difference; throws where it would be negative. */
  public Rao minus(Rao other) {
    return of(Math.subtractExact(amount, other.amount));
  }

  /** The difference, or zero where {@code other} is larger. For tests of room, never for money. */
  public Rao minusOrZero(Rao other) {
    return amount <= other.amount ? ZERO : of(amount - other.amount);
  }

  public Rao min(Rao other) {
    return amount <= other.amount ? this : other;
  }

  public boolean isZero() {
    return amount == 0;
  }

  public boolean isLessThan(Rao other) {
    return amount < other.amount;
  }

  public boolean isMoreThan(Rao other) {
    return amount > other.amount;
  }

  /** The amount in TAO with all nine decimals, such as {@code 1.500000000}. */
  public String toTao() {
    return BigDecimal.valueOf(amount, 9).toPlainString();
  }

  @Override
  public int compareTo(Rao other) {
    return Long.compare(amount, other.amount);
  }

  @Override
  public String toString() {
    return toTao() + " TAO";
  }
}
