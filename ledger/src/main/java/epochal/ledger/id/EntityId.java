package epochal.ledger.id;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.Ss58;
import epochal.ledger.map.Prefixed;
import org.jspecify.annotations.Nullable;

/**
 * Names one aggregate, and so one stream of events: {@code account:5F…}, {@code validator:5G…},
 * {@code subnet:3}, {@code emission:3}.
 */
public sealed interface EntityId extends Comparable<EntityId>, Prefixed {

  /** A coldkey's account. */
  record Account(AccountId coldkey) implements EntityId {
    @Override
    public long prefix() {
      return EntityId.ordered(0, coldkey.a() >>> 2);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || other instanceof Account(AccountId key) && coldkey.equals(key);
    }

    @Override
    public int hashCode() {
      return coldkey.hashCode();
    }
  }

  /** A hotkey, whether it validates or mines. */
  record Validator(AccountId hotkey) implements EntityId {
    @Override
    public long prefix() {
      return EntityId.ordered(1, hotkey.a() >>> 2);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || other instanceof Validator(AccountId key) && hotkey.equals(key);
    }

    @Override
    public int hashCode() {
      return hotkey.hashCode() + 1;
    }
  }

  /** A subnet; netuid 0 is the root network. */
  record Subnet(Netuid netuid) implements EntityId {
    @Override
    public long prefix() {
      return EntityId.ordered(2, netuid.value());
    }
  }

  /** The emission of the network (netuid 0) or the epochs of one subnet. */
  record Emission(Netuid netuid) implements EntityId {
    @Override
    public long prefix() {
      return EntityId.ordered(3, netuid.value());
    }
  }

  Subnet ROOT = new Subnet(Netuid.ROOT);
  Emission NETWORK_EMISSION = new Emission(Netuid.ROOT);

  static Account account(AccountId coldkey) {
    return new Account(coldkey);
  }

  static Validator validator(AccountId hotkey) {
    return new Validator(hotkey);
  }

  static Subnet subnet(Netuid netuid) {
    return new Subnet(netuid);
  }

  static Emission emission(Netuid netuid) {
    return new Emission(netuid);
  }

  /** The word before the colon. */
  default String kind() {
    return switch (this) {
      case Account ignored -> "account";
      case Validator ignored -> "validator";
      case Subnet ignored -> "subnet";
      case Emission ignored -> "emission";
    };
  }

  /** The text after the colon: an SS58 address or a netuid. */
  default String key() {
    return switch (this) {
      case Account(AccountId coldkey) -> coldkey.toString();
      case Validator(AccountId hotkey) -> hotkey.toString();
      case Subnet(Netuid netuid) -> netuid.toString();
      case Emission(Netuid netuid) -> netuid.toString();
    };
  }

  default String text() {
    return kind() + ":" + key();
  }

  /**
   * Reads what {@link #text()} writes.
   *
   * @throws IllegalArgumentException for anything else, saying what was expected
   */
  static EntityId parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      String key = text.substring(colon + 1);
      switch (text.substring(0, colon)) {
        case "account":
          return account(Ss58.parse(key));
        case "validator":
          return validator(Ss58.parse(key));
        case "subnet":
          return subnet(netuid(key));
        case "emission":
          return emission(netuid(key));
        default:
          break;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' names no entity: write account:ADDRESS, validator:ADDRESS, subnet:NETUID or"
            + " emission:NETUID");
  }

  private static Netuid netuid(String key) {
    try {
      return Netuid.of(Integer.parseInt(key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + key + "' is not a netuid (0 to 65535)", e);
    }
  }

  /** Ordered by rank first; the sign makes the unsigned order of keys that of signed numbers. */
  private static long ordered(long rank, long key) {
    return Long.MIN_VALUE ^ (rank << 62 | key);
  }

  private int rank() {
    return switch (this) {
      case Account ignored -> 0;
      case Validator ignored -> 1;
      case Subnet ignored -> 2;
      case Emission ignored -> 3;
    };
  }

  @Override
  default int compareTo(EntityId other) {
    if (this instanceof Account ours && other instanceof Account theirs) {
      return ours.coldkey.compareTo(theirs.coldkey);
    }
    if (this instanceof Validator ours && other instanceof Validator theirs) {
      return ours.hotkey.compareTo(theirs.hotkey);
    }
    if (this instanceof Subnet ours && other instanceof Subnet theirs) {
      return ours.netuid.compareTo(theirs.netuid);
    }
    if (this instanceof Emission ours && other instanceof Emission theirs) {
      return ours.netuid.compareTo(theirs.netuid);
    }
    return Integer.compare(rank(), other.rank());
  }
}
