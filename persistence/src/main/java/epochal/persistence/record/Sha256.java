package epochal.persistence.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The JDK's SHA-256, which every JDK has. */
public final class Sha256 {
  private static final MessageDigest PROTOTYPE = look();

  private Sha256() {}

  /** A new digest; a copy, since to look for the algorithm takes longer than to hash a record. */
  public static MessageDigest begin() {
    try {
      return (MessageDigest) PROTOTYPE.clone();
    } catch (CloneNotSupportedException e) {
      return look();
    }
  }

  private static MessageDigest look() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
