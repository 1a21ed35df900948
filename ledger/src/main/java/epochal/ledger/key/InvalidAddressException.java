package epochal.ledger.key;

/** A text that is not the address of an account; the message says what is wrong and what to do. */
public final class InvalidAddressException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidAddressException(String message) {
    super(message);
  }

  /** The stable code for clients: {@code InvalidAddress}. */
  public String code() {
    return "InvalidAddress";
  }
}
