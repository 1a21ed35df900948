package epochal.actors.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.persistence.genesis.Genesis;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks under every fault that the simulator knows. */
class SimulationTest {
  /** How many seeds the build tries; others with {@code -Depochal.simulation.first=10001}. */
  private static final long SEEDS = Long.getLong("epochal.simulation.seeds", 10_000);

  private static final long FIRST = Long.getLong("epochal.simulation.first", 1);

  private final Genesis genesis = Genesis.shipped("dev");

  @Test
  void heavy_faults_violate_nothing() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      assertThat(run(seed, 20, Faults.Level.HEAVY).violations()).as("seed %s", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Faults.Level.class)
  void the_same_seed_gives_the_same_history(Faults.Level level) {
    SimulationReport first = run(7, 30, level);
    SimulationReport second = run(7, 30, level);

    assertThat(second.stateHash()).isEqualTo(first.stateHash());
    assertThat(second.events()).isEqualTo(first.events());
    assertThat(first.violations()).isEmpty();
  }

  @Test
  void different_seeds_give_different_histories() {
    assertThat(run(1, 20, Faults.Level.LIGHT).stateHash())
        .isNotEqualTo(run(2, 20, Faults.Level.LIGHT).stateHash());
  }

  /** A simulation proves nothing about what it never reaches. */
  @Test
  void what_is_rare_is_reached() {
    var reached = new TreeMap<String, Long>();
    for (long seed = 1; seed <= 200; seed++) {
      run(seed, 20, Faults.Level.HEAVY)
          .kinds()
          .forEach((kind, count) -> reached.merge(kind, count, Long::sum));
    }

    assertThat(reached)
        .containsKeys(
            Simulation.LANE_FORGOTTEN,
            "CreditRefused",
            "EpochSkipped",
            "EpochsEnded",
            "LockRefused",
            "MessageRefused",
            "NetworkRemoved",
            "RegistrationReturned",
            "SeatRefused",
            "SendingReturned",
            "SubnetEnded",
            "Unseated");
  }

  /** Seeds that once found something are tried for ever. */
  @ParameterizedTest
  @MethodSource("seedsThatFoundSomething")
  void seeds_that_found_something_find_it_no_more(long seed) {
    assertThat(run(seed, 20, Faults.Level.HEAVY).violations()).isEmpty();
  }

  static LongStream seedsThatFoundSomething() {
    return LongStream.of(1);
  }

  private SimulationReport run(long seed, long blocks, Faults.Level level) {
    return new Simulation(genesis, seed, level).run(blocks, new RandomWorkload(genesis, 6));
  }
}
