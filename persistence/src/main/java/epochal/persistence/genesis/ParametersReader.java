package epochal.persistence.genesis;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;

/**
 * Reads the network's constants. What the document leaves out has the value that the classic chain
 * has in its code (spec 01 §1, 02 §4, 03 §1 and §8), in blocks, rao and ratios to 65535.
 */
final class ParametersReader {
  /** Blocks are counted in 32 bits, so that no sum of two counts leaves a long. */
  private static final long MOST_BLOCKS = 0xFFFF_FFFFL;

  private static final int U16_MAX = 65_535;
  private static final long DAY_MILLIS = 86_400_000;

  private final Section section;
  private final KeyReader keys;

  private ParametersReader(Section section, KeyReader keys) {
    this.section = section;
    this.keys = keys;
  }

  static NetworkParameters read(Field parameters, Hash256 network, KeyReader keys) {
    var section = new Section(parameters);
    NetworkParameters read = new ParametersReader(section, keys).read(network);
    section.end();
    if (read.minTake() > read.maxTake()) {
      throw parameters.wrong(
          "min_take (%d) is above max_take (%d): lower it, or raise max_take."
              .formatted(read.minTake(), read.maxTake()));
    }
    return read;
  }

  private NetworkParameters read(Hash256 network) {
    return new NetworkParameters(
        network,
        sudo(),
        number("block_millis", 12_000, 1, DAY_MILLIS),
        number("command_lifetime", 7_200, 1, MOST_BLOCKS),
        number("lane_lifetime", 300, 1, MOST_BLOCKS),
        amount("existential_deposit", Rao.of(500)),
        number("tx_rate_limit", 1_000, 0, MOST_BLOCKS),
        number("take_rate_limit", 216_000, 0, MOST_BLOCKS),
        small("min_take", 5_898, 0),
        small("max_take", 11_796, 0),
        amount("nominator_minimum", Rao.ZERO),
        amount("weights_minimum_stake", Rao.ZERO),
        number("stake_interval", 360, 1, MOST_BLOCKS),
        small("stakes_per_interval", 1, 1),
        small("subnet_limit", 12, 0),
        number("network_immunity", 50_400, 0, MOST_BLOCKS),
        number("network_rate_limit", 7_200, 0, MOST_BLOCKS),
        amount("min_lock", Rao.tao(1_000)),
        number("lock_reduction_interval", 100_800, 1, MOST_BLOCKS),
        small("owner_cut", 11_796, 0),
        small("root_seats", 64, 1),
        small("root_tempo", 100, 0),
        small("root_rho", 10, 0),
        small("root_kappa", 32_767, 0),
        number("root_weights_rate_limit", 100, 0, MOST_BLOCKS),
        number("root_adjustment_interval", 100, 1, MOST_BLOCKS),
        small("root_registrations_per_interval", 1, 1),
        flag("unsigned"));
  }

  private @Nullable AccountId sudo() {
    Field field = section.optional("sudo");
    return field == null || field.node().isNull() ? null : keys.coldkey(field);
  }

  private long number(String name, long classic, long least, long most) {
    Field field = section.optional(name);
    return field == null ? classic : field.integer(least, most);
  }

  private int small(String name, int classic, int least) {
    return Math.toIntExact(number(name, classic, least, U16_MAX));
  }

  private boolean flag(String name) {
    Field field = section.optional(name);
    return field != null && field.flag();
  }

  private Rao amount(String name, Rao classic) {
    Field field = section.optional(name);
    return field == null ? classic : field.amount();
  }
}
