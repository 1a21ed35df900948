package epochal.subnets.emission;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.Netuid;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Spec 02 §6.1. */
class TempoTest {

  private static long[] epochs(int netuid, int tempo, long upTo) {
    return LongStream.rangeClosed(1, upTo)
        .filter(block -> Tempo.isDue(Netuid.of(netuid), tempo, block))
        .toArray();
  }

  @Test
  void subnet_1_runs_at_358_719_and_1080() {
    assertThat(epochs(1, 360, 1_100)).containsExactly(358, 719, 1_080);
  }

  @Test
  void root_runs_at_99_200_and_301() {
    assertThat(epochs(0, 100, 310)).containsExactly(99, 200, 301);
  }

  @Test
  void a_higher_netuid_runs_one_block_earlier() {
    assertThat(epochs(2, 360, 800)).containsExactly(357, 718);
  }

  @Test
  void a_tempo_of_zero_never_runs() {
    assertThat(epochs(1, 0, 1_000)).isEmpty();
    assertThat(Tempo.next(Netuid.of(1), 0, 5)).isEqualTo(Long.MAX_VALUE);
  }

  @Property
  void it_runs_when_nothing_remains_of_the_specified_formula(
      @ForAll @IntRange(max = 65_535) int netuid,
      @ForAll @IntRange(min = 1, max = 65_535) int tempo,
      @ForAll @LongRange(max = 100_000_000) long block) {
    long remaining = tempo - (block + netuid + 1) % (tempo + 1L);
    assertThat(Tempo.isDue(Netuid.of(netuid), tempo, block)).isEqualTo(remaining == 0);
    long next = Tempo.next(Netuid.of(netuid), tempo, block);
    assertThat(next).isBetween(block + 1, block + tempo + 1);
    assertThat(Tempo.isDue(Netuid.of(netuid), tempo, next)).isTrue();
  }
}
