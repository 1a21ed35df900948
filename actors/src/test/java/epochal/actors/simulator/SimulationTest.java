package epochal.actors.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.persistence.genesis.Genesis;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks under every fault that the simulator knows. */
class SimulationTest {
  /** How many seeds the build tries; more with {@code -Depochal.simulation.seeds=10000}. */
  private static final long SEEDS = Long.getLong("epochal.simulation.seeds", 300);

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
