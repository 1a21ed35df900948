package epochal.subnets.subnet;

import epochal.ledger.rejection.RejectionCode;
import java.util.Locale;
import java.util.Optional;

/**
 * The hyperparameters of a subnet: type, value at creation and who may set each (spec 03 §8).
 *
 * <p>Every value is held as a long; those of type {@link Type#U64} use all 64 bits and are read
 * unsigned. The classic economics know neither freeze windows nor rate limits on setting them.
 */
public enum Hyperparameter {
  RHO(Type.U16, 10, Setter.OWNER),
  KAPPA(Type.U16, 32_767, Setter.OWNER),
  IMMUNITY_PERIOD(Type.U16, 5_000, Setter.OWNER),
  MIN_ALLOWED_WEIGHTS(Type.U16, 1, Setter.OWNER),
  MAX_WEIGHTS_LIMIT(Type.U16, 65_535, Setter.OWNER),
  TEMPO(Type.U16, 360, Setter.ROOT),
  MAX_ALLOWED_UIDS(Type.U16, 256, Setter.ROOT),
  MAX_ALLOWED_VALIDATORS(Type.U16, 64, Setter.ROOT),
  DIFFICULTY(Type.U64, 10_000_000, Setter.OWNER),
  MIN_DIFFICULTY(Type.U64, -1, Setter.OWNER),
  MAX_DIFFICULTY(Type.U64, -1, Setter.OWNER),
  ADJUSTMENT_INTERVAL(Type.U16, 360, Setter.ROOT),
  ADJUSTMENT_ALPHA(Type.U64, Long.parseUnsignedLong("17893341751498265066"), Setter.OWNER),
  TARGET_REGS_PER_INTERVAL(Type.POSITIVE_U16, 1, Setter.ROOT),
  MAX_REGS_PER_BLOCK(Type.U16, 1, Setter.ROOT),
  REGISTRATION_ALLOWED(Type.BOOL, 1, Setter.OWNER),
  POW_REGISTRATION_ALLOWED(Type.BOOL, 0, Setter.OWNER),
  MIN_BURN(Type.U63, 1, Setter.OWNER),
  MAX_BURN(Type.U63, 100_000_000_000L, Setter.OWNER),
  WEIGHTS_VERSION_KEY(Type.U64, 0, Setter.OWNER),
  WEIGHTS_SET_RATE_LIMIT(Type.U64, 100, Setter.OWNER),
  COMMIT_REVEAL_ENABLED(Type.BOOL, 0, Setter.OWNER),
  COMMIT_REVEAL_INTERVAL(Type.U64, 1_000, Setter.OWNER),
  ACTIVITY_CUTOFF(Type.U16, 5_000, Setter.OWNER),
  BONDS_MOVING_AVG(Type.U63, 900_000, Setter.OWNER),
  BONDS_PENALTY(Type.U16, 65_535, Setter.OWNER),
  LIQUID_ALPHA_ENABLED(Type.BOOL, 0, Setter.OWNER),
  ALPHA_LOW(Type.U16, 45_875, Setter.OWNER),
  ALPHA_HIGH(Type.U16, 58_982, Setter.OWNER),
  ALPHA_SIGMOID_STEEPNESS(Type.I16, 1_000, Setter.OWNER),
  YUMA3_ENABLED(Type.BOOL, 0, Setter.OWNER),
  SERVING_RATE_LIMIT(Type.U64, 50, Setter.OWNER);

  /** The range of a value. */
  public enum Type {
    BOOL,
    U16,
    POSITIVE_U16,
    I16,
    U64,
    U63;

    /** Whether the value is in range; every long is an unsigned 64-bit number. */
    public boolean holds(long value) {
      return switch (this) {
        case BOOL -> value == 0 || value == 1;
        case U16 -> value >= 0 && value <= 65_535;
        case POSITIVE_U16 -> value >= 1 && value <= 65_535;
        case I16 -> value >= Short.MIN_VALUE && value <= Short.MAX_VALUE;
        case U64 -> true;
        case U63 -> value >= 0;
      };
    }

    /** The range in words, such as "0 to 65535". */
    public String range() {
      return switch (this) {
        case BOOL -> "0 or 1";
        case U16 -> "0 to 65535";
        case POSITIVE_U16 -> "1 to 65535";
        case I16 -> "-32768 to 32767";
        case U64 -> "0 to 2^64 - 1";
        case U63 -> "0 to 2^63 - 1";
      };
    }
  }

  /** Who may set it. */
  public enum Setter {
    /** The subnet's owner, and root. */
    OWNER,
    /** Root only: the network's sudo key. */
    ROOT
  }

  private final Type type;
  private final long initial;
  private final Setter setter;

  Hyperparameter(Type type, long initial, Setter setter) {
    this.type = type;
    this.initial = initial;
    this.setter = setter;
  }

  public Type type() {
    return type;
  }

  /** The value of a newly created subnet. */
  public long initial() {
    return initial;
  }

  public Setter setter() {
    return setter;
  }

  /** The name of spec 03 §8, such as {@code min_allowed_weights}. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Hyperparameter> named(String specName) {
    for (Hyperparameter parameter : values()) {
      if (parameter.specName().equals(specName)) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }

  /** The value as a person reads it. */
  public String show(long value) {
    return switch (type) {
      case BOOL -> value == 1 ? "true" : "false";
      case U64 -> Long.toUnsignedString(value);
      default -> Long.toString(value);
    };
  }

  /** The refusal for a value out of the type's range. */
  RejectionCode outOfRange() {
    return RejectionCode.ValueNotInBounds;
  }
}
